"""Prompt injection: words of a document that speak to a language model are told to whoever adds it."""

import re

from corpus.formats.reading import told

_SAID = (
    "it gives orders to a language model, which are quoted like all else and never followed; see whether they belong"
)
_ORDERS = re.compile(
    r"""\b(?:ignore|disregard|forget|override|bypass)\s+(?:(?:all|any|every|the|your|my|of|these|those)\s+){0,3}
        (?:(?:previous|prior|above|earlier|preceding|other|system|original|safety)\s+){1,2}
        (?:instructions?|prompts?|directions|rules|messages|guardrails)\b.{0,80}
    | \b(?:system|developer|hidden)\s+prompt\b.{0,60}
    | \byou\s+are\s+(?:now\s+)?(?:an?\s+)?(?:\w+\s+)?(?:ai|llm|chatbot|language\s+model)\b.{0,60}
    | \b(?:note|message|dear)\s*(?:to|for|:)?\s+(?:all\s+|any\s+|the\s+)?
        (?:ai|llms?|chatbots?|language\s+models?)\b.{0,60}
    | <\|(?:im_start|im_end|system|user|assistant|endoftext)\|>.{0,60} | \[/?INST\].{0,60} | <</?SYS>>.{0,60}""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)


def orders_to_a_model(text: str) -> list[str]:
    """One line that says where a text gives orders to a language model, or none."""
    return told(_SAID, [" ".join(found[0].split()) for found in _ORDERS.finditer(text)])
