"""The packaged model as an ONNX graph: a BERT with mean pooling, written for onnxruntime.

The graph holds no weights: each is named as in the model's safetensors file and is given when a
session is made. So nothing is exported or kept beside the model, and what is written here is a few
kilobytes. Sources: BERT (Devlin et al. 2018), https://onnx.ai/onnx/operators and onnxruntime's
docs/ContribOperators.md for MultiHeadAttention and MatMulIntegerToFloat.
"""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Shapes = Mapping[str, Sequence[int]]
_Values = Mapping[str, tuple[int, Sequence[int | str]]]  # type and shape by name

_IR_VERSION, _OPSET, _RUNTIME = 9, 20, "com.microsoft"
_FLOAT, _UINT8, _INT8, _INT64 = 1, 2, 3, 7
_EPSILON = 1e-12
_LEAST_OF_GELU = -0.17  # of what a GELU gives, a little below


def sentence_graph(
    shapes: Shapes, *, layers: int, heads: int, tone_after: int, in_eight_bits: bool = False
) -> tuple[bytes, list[str]]:
    """An ONNX model from word pieces to the meaning and the tone of each text, and the weights to give it.

    `in_eight_bits`: linear layers multiply whole numbers. Of each weight NAME they are given NAME.rounded (int8, a
    column an output), NAME.steps, the size of 1 in each column, and NAME.sums, what the columns add up to.

    Texts stand behind each other in one row of pieces, so that none is padded to the length of another. Inputs `ids`
    and `places` (int64), both (pieces,): the number of each piece and where in its text it stands; `apart`
    (1, 1, pieces, pieces): 0 for two pieces of one text, very little for two of different ones; `shares` (texts,
    pieces): of each piece in the mean of its text. Outputs `meaning`, of length 1, and `tone`, the mean of layer
    `tone_after`, both (texts, dimensions).
    """
    width = shapes["embeddings.LayerNorm.weight"][0]
    graph = _RoundedGraph(shapes) if in_eight_bits else _Graph(shapes)
    graph.integers("each_piece", [-1, width])
    graph.integers("one_row", [1, -1, width])
    state = _embedded(graph)
    for number in range(1, layers + 1):
        state = _layer(graph, f"encoder.layer.{number - 1}.", state, heads)
        if number == tone_after:
            graph.add("MatMul", ["shares", state], "tone")
    graph.add("MatMul", ["shares", state], "mean")
    graph.add("LpNormalization", ["mean"], "meaning", axis=1, p=2)
    pieces, texts = "pieces", "texts"
    inputs: _Values = {
        "ids": (_INT64, [pieces]),
        "places": (_INT64, [pieces]),
        "apart": (_FLOAT, [1, 1, pieces, pieces]),
        "shares": (_FLOAT, [texts, pieces]),
    }
    outputs: _Values = dict.fromkeys(("meaning", "tone"), (_FLOAT, [texts, width]))
    return graph.model(inputs, outputs), [name for name in graph.tensors if name in shapes]


def _embedded(graph: "_Graph") -> str:
    """Word, position and sentence embeddings together, a row a piece."""
    graph.add("Gather", [graph.weight("embeddings.word_embeddings.weight"), "ids"], "words")
    graph.add("Gather", [graph.weight("embeddings.position_embeddings.weight"), "places"], "positions")
    sentences = graph.weight("embeddings.token_type_embeddings.weight")
    graph.add("Gather", [sentences, graph.integers("first", [0])], "sentence")
    graph.add("Add", ["positions", "sentence"], "placed")
    graph.add("Add", ["words", "placed"], "embedded")
    return graph.normalised("embeddings.LayerNorm", "embedded")


def _layer(graph: "_Graph", name: str, state: str, heads: int) -> str:
    """One transformer block, a row a piece in and out."""
    asked = [graph.dense(f"{name}attention.self.{part}", state) for part in ("query", "key", "value")]
    in_a_row = [graph.add("Reshape", [rows, "one_row"], f"{rows}.row") for rows in asked]
    inputs = [*in_a_row, "", "", "apart"]
    graph.add("MultiHeadAttention", inputs, f"{name}context.row", domain=_RUNTIME, num_heads=heads)
    context = graph.add("Reshape", [f"{name}context.row", "each_piece"], f"{name}context")
    attended = graph.dense(f"{name}attention.output.dense", context)
    graph.add("Add", [attended, state], f"{name}attended")
    attended = graph.normalised(f"{name}attention.output.LayerNorm", f"{name}attended")
    inner = graph.dense(f"{name}intermediate.dense", attended)
    outer = graph.dense(f"{name}output.dense", graph.add("Gelu", [inner], f"{name}gelu"), least=_LEAST_OF_GELU)
    graph.add("Add", [outer, attended], f"{name}sum")
    return graph.normalised(f"{name}output.LayerNorm", f"{name}sum")


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

    def dense(self, name: str, rows: str, *, least: float | None = None) -> str:  # noqa: ARG002 (for the other graph)
        """A linear layer, with weights as torch has them: (outputs, inputs). No number of `rows` is below `least`."""
        inputs = [rows, self.weight(f"{name}.weight"), self.weight(f"{name}.bias")]
        return self.add("Gemm", inputs, name, transB=1)

    def normalised(self, name: str, rows: str) -> str:
        """Layer normalisation."""
        inputs = [rows, self.weight(f"{name}.weight"), self.weight(f"{name}.bias")]
        return self.add("LayerNormalization", inputs, name, epsilon=_EPSILON)

    def weight(self, name: str, kind: int = _FLOAT) -> str:
        """A tensor that is given when a session is made."""
        elsewhere = _message((1, "location"), (2, "given"))
        sizes = [(1, size) for size in self.shapes[name]]
        self.tensors[name] = _message(*sizes, (2, kind), (8, name), (13, elsewhere), (14, 1))
        return name

    def integers(self, name: str, values: Sequence[int]) -> str:
        """A small constant."""
        raw = struct.pack(f"<{len(values)}q", *values)
        self.tensors[name] = _message((1, len(values)), (2, _INT64), (8, name), (9, raw))
        return name

    def number(self, name: str, kind: int, value: float) -> str:
        """A constant that is one number."""
        raw = struct.pack("<f", value) if kind == _FLOAT else bytes([int(value)])
        self.tensors[name] = _message((2, kind), (8, name), (9, raw))
        return name

    def model(self, inputs: _Values, outputs: _Values) -> bytes:
        """All of it as a file's content."""
        nodes = [(1, node) for node in self.nodes]
        tensors = [(5, tensor) for tensor in self.tensors.values()]
        given = [(11, _value(name, kind, shape)) for name, (kind, shape) in inputs.items()]
        made = [(12, _value(name, kind, shape)) for name, (kind, shape) in outputs.items()]
        graph = _message(*nodes, (2, "sentences"), *tensors, *given, *made)
        opsets = [(8, _message((1, ""), (2, _OPSET))), (8, _message((1, _RUNTIME), (2, 1)))]
        return _message((1, _IR_VERSION), (7, graph), *opsets)


@dataclass
class _RoundedGraph(_Graph):
    """A graph whose linear layers multiply whole numbers of eight bits.

    Each row is rounded by itself, by its own largest number: of what else stands in the row of pieces nothing is seen.
    """

    rounded: dict[str, tuple[str, str]] = field(default_factory=dict)  # by the name of what was rounded

    def dense(self, name: str, rows: str, *, least: float | None = None) -> str:
        """A linear layer. Of rows with a `least` number the distance from that is rounded, in twice as fine steps."""
        bias = self.weight(f"{name}.bias")
        if least is None:
            zero, (whole, steps) = self.number("middle", _UINT8, 128), self._in_steps(rows)
        else:
            zero, (whole, steps) = self.number("nought", _UINT8, 0), self._in_steps_from(rows, least)
            sums = [self.weight(f"{name}.weight.sums"), self.number("least", _FLOAT, least)]
            bias = self.add("Add", [bias, self.add("Mul", sums, f"{name}.below")], f"{name}.shifted")
        of_weight = [self.weight(f"{name}.weight.rounded", _INT8), self.weight(f"{name}.weight.steps")]
        inputs = [whole, of_weight[0], self._one(), of_weight[1], zero]
        product = self.add("MatMulIntegerToFloat", inputs, f"{name}.product", domain=_RUNTIME)
        return self.add("Add", [self.add("Mul", [product, steps], f"{name}.scaled"), bias], name)

    def _in_steps(self, rows: str) -> tuple[str, str]:
        """Each row in steps of a 127th of its largest number, counted from 128, and its step; made once."""
        if rows not in self.rounded:
            sizes = self.add("Abs", [rows], f"{rows}.sizes")
            largest = self.add("ReduceMax", [sizes, self.integers("last", [-1])], f"{rows}.largest", keepdims=1)
            some = self.add("Max", [largest, self.number("some", _FLOAT, 1e-9)], f"{rows}.some")
            steps = self.add("Mul", [some, self.number("127th", _FLOAT, 1 / 127)], f"{rows}.steps")
            self.rounded[rows] = self._counted(rows, steps, self.number("middle", _UINT8, 128)), steps
        return self.rounded[rows]

    def _in_steps_from(self, rows: str, least: float) -> tuple[str, str]:
        """Each row's distance from `least` in steps of a 255th of its largest, and its step."""
        above = self.add("Sub", [rows, self.number("least", _FLOAT, least)], f"{rows}.above")
        largest = self.add("ReduceMax", [above, self.integers("last", [-1])], f"{rows}.largest", keepdims=1)
        steps = self.add("Mul", [largest, self.number("255th", _FLOAT, 1 / 255)], f"{rows}.steps")
        return self._counted(above, steps, self.number("nought", _UINT8, 0)), steps

    def _counted(self, rows: str, steps: str, zero: str) -> str:
        in_steps = self.add("Div", [rows, steps], f"{rows}.counted")
        return self.add("QuantizeLinear", [in_steps, self._one(), zero], f"{rows}.whole")

    def _one(self) -> str:
        return self.number("one", _FLOAT, 1.0)


def _attribute(name: str, value: float) -> bytes:
    if isinstance(value, float):
        return _message((1, name), (2, value), (20, 1))
    return _message((1, name), (3, value), (20, 2))


def _value(name: str, kind: int, shape: Sequence[int | str]) -> bytes:
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
