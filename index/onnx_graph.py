"""The packaged model as an ONNX graph: a BERT with mean pooling, written for onnxruntime.

The graph holds no weights: each is named as in the model's safetensors file and is given when a
session is made. So nothing is exported or kept beside the model, and what is written here is a few
kilobytes. Sources: BERT (Devlin et al. 2018), https://onnx.ai/onnx/operators and onnxruntime's
docs/ContribOperators.md for MultiHeadAttention.
"""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Shapes = Mapping[str, Sequence[int]]

_IR_VERSION, _OPSET, _RUNTIME = 9, 20, "com.microsoft"
_FLOAT, _INT32, _INT64 = 1, 6, 7
_EPSILON = 1e-12


def sentence_graph(shapes: Shapes, *, layers: int, heads: int, tone_after: int) -> tuple[bytes, list[str]]:
    """An ONNX model from word pieces to the meaning and the tone of each text, and the weights to give it.

    Inputs `ids` (int64) and `real` (int32, 1 for a piece and 0 for padding), both (texts, pieces);
    outputs `meaning`, of length 1, and `tone`, the mean of layer `tone_after`, both (texts, dimensions).
    """
    width = shapes["embeddings.LayerNorm.weight"][0]
    graph = _Graph(shapes)
    graph.integers("each_piece", [-1, width])
    graph.integers("pieces_axis", [1])
    graph.add("Cast", ["real"], "real_float", to=_FLOAT)
    graph.add("Unsqueeze", ["real_float", graph.integers("last_axis", [2])], "real_column")
    graph.add("ReduceSum", ["real_float", "pieces_axis"], "pieces_each")
    state = _embedded(graph)
    for number in range(1, layers + 1):
        state = _layer(graph, f"encoder.layer.{number - 1}.", state, heads)
        if number == tone_after:
            _mean(graph, state, "tone")
    _mean(graph, state, "mean")
    graph.add("LpNormalization", ["mean"], "meaning", axis=1, p=2)
    content = graph.model({"ids": _INT64, "real": _INT32}, {"meaning": _FLOAT, "tone": _FLOAT}, width)
    return content, [name for name in graph.tensors if name in shapes]


def _embedded(graph: "_Graph") -> str:
    """Word, position and sentence embeddings together, a row a piece."""
    graph.add("Gather", [graph.weight("embeddings.word_embeddings.weight"), "ids"], "words")
    graph.add("Shape", ["words"], "by_text")
    graph.add("Shape", ["ids"], "piece_count", start=1)
    positions = graph.weight("embeddings.position_embeddings.weight")
    graph.add("Slice", [positions, graph.integers("first", [0]), "piece_count"], "positions")
    sentences = graph.weight("embeddings.token_type_embeddings.weight")
    graph.add("Gather", [sentences, "first"], "sentence")
    graph.add("Add", ["positions", "sentence"], "places")
    graph.add("Add", ["words", "places"], "placed")
    graph.add("Reshape", ["placed", "each_piece"], "embedded")
    return graph.normalised("embeddings.LayerNorm", "embedded")


def _layer(graph: "_Graph", name: str, state: str, heads: int) -> str:
    """One transformer block, a row a piece in and out."""
    asked = [graph.dense(f"{name}attention.self.{part}", state) for part in ("query", "key", "value")]
    by_text = [graph.add("Reshape", [rows, "by_text"], f"{rows}.by_text") for rows in asked]
    inputs = [*by_text, "", "real"]
    graph.add("MultiHeadAttention", inputs, f"{name}context.by_text", domain=_RUNTIME, num_heads=heads)
    context = graph.add("Reshape", [f"{name}context.by_text", "each_piece"], f"{name}context")
    attended = graph.dense(f"{name}attention.output.dense", context)
    graph.add("Add", [attended, state], f"{name}attended")
    attended = graph.normalised(f"{name}attention.output.LayerNorm", f"{name}attended")
    inner = graph.dense(f"{name}intermediate.dense", attended)
    outer = graph.dense(f"{name}output.dense", graph.add("Gelu", [inner], f"{name}gelu"))
    graph.add("Add", [outer, attended], f"{name}sum")
    return graph.normalised(f"{name}output.LayerNorm", f"{name}sum")


def _mean(graph: "_Graph", state: str, output: str) -> None:
    """The mean over the real pieces of each text."""
    graph.add("Reshape", [state, "by_text"], f"{output}.states")
    graph.add("Mul", [f"{output}.states", "real_column"], f"{output}.real")
    graph.add("ReduceSum", [f"{output}.real", "pieces_axis"], f"{output}.total", keepdims=0)
    graph.add("Div", [f"{output}.total", "pieces_each"], output)


@dataclass
class _Graph:
    """Nodes and named tensors, in the wire format of onnx.proto."""

    shapes: Shapes
    nodes: list[bytes] = field(default_factory=list)
    tensors: dict[str, bytes] = field(default_factory=dict)

    def add(self, operator: str, inputs: Sequence[str], output: str, *, domain: str = "", **settings: float) -> str:
        """A node. Gives its output's name."""
        attributes = [(5, _attribute(name, value)) for name, value in settings.items()]
        named = [(1, name) for name in inputs]
        self.nodes.append(_message(*named, (2, output), (4, operator), *attributes, (7, domain)))
        return output

    def dense(self, name: str, rows: str) -> str:
        """A linear layer, whose weights stand as torch has them: (outputs, inputs)."""
        inputs = [rows, self.weight(f"{name}.weight"), self.weight(f"{name}.bias")]
        return self.add("Gemm", inputs, name, transB=1)

    def normalised(self, name: str, rows: str) -> str:
        """Layer normalisation."""
        inputs = [rows, self.weight(f"{name}.weight"), self.weight(f"{name}.bias")]
        return self.add("LayerNormalization", inputs, name, epsilon=_EPSILON)

    def weight(self, name: str) -> str:
        """A tensor that is given when a session is made."""
        elsewhere = _message((1, "location"), (2, "given"))
        sizes = [(1, size) for size in self.shapes[name]]
        self.tensors[name] = _message(*sizes, (2, _FLOAT), (8, name), (13, elsewhere), (14, 1))
        return name

    def integers(self, name: str, values: Sequence[int]) -> str:
        """A small constant."""
        raw = struct.pack(f"<{len(values)}q", *values)
        self.tensors[name] = _message((1, len(values)), (2, _INT64), (8, name), (9, raw))
        return name

    def model(self, inputs: Mapping[str, int], outputs: Mapping[str, int], width: int) -> bytes:
        """All of it as a file's content."""
        nodes = [(1, node) for node in self.nodes]
        tensors = [(5, tensor) for tensor in self.tensors.values()]
        given = [(11, _value(name, kind, ["texts", "pieces"])) for name, kind in inputs.items()]
        made = [(12, _value(name, kind, ["texts", width])) for name, kind in outputs.items()]
        graph = _message(*nodes, (2, "sentences"), *tensors, *given, *made)
        opsets = [(8, _message((1, ""), (2, _OPSET))), (8, _message((1, _RUNTIME), (2, 1)))]
        return _message((1, _IR_VERSION), (7, graph), *opsets)


def _attribute(name: str, value: float) -> bytes:
    if isinstance(value, float):
        return _message((1, name), (2, value), (20, 1))
    return _message((1, name), (3, value), (20, 2))


def _value(name: str, kind: int, shape: Sequence[str | int]) -> bytes:
    sizes = [(1, _message((2 if isinstance(size, str) else 1, size))) for size in shape]
    return _message((1, name), (2, _message((1, _message((1, kind), (2, _message(*sizes)))))))


def _message(*fields: tuple[int, int | float | str | bytes]) -> bytes:
    """A protobuf message: each field's number and what is in it."""
    return b"".join(_field(number, value) for number, value in fields)


def _field(number: int, value: float | str | bytes) -> bytes:
    if isinstance(value, int):
        return _varint(number << 3) + _varint(value)
    if isinstance(value, float):
        return _varint(number << 3 | 5) + struct.pack("<f", value)
    content = value.encode() if isinstance(value, str) else value
    return _varint(number << 3 | 2) + _varint(len(content)) + content


def _varint(number: int) -> bytes:
    low, rest = number & 0x7F, number >> 7
    return bytes([low | 0x80]) + _varint(rest) if rest else bytes([low])
