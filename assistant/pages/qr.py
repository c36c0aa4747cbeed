"""A link as a QR code, for the phones in a room."""

from io import BytesIO

import segno

from corpus.errors import AssistantError


def qr_code(link: str) -> bytes:
    """The code as SVG, dark on light in every scheme. Raises AssistantError where the link does not fit one."""
    try:
        code = segno.make_qr(link, error="m")
    except segno.DataOverflowError as error:
        raise AssistantError("Link", "it is too long for a QR code", "Copy it instead") from error
    picture = BytesIO()
    code.save(picture, kind="svg", scale=6, border=4, light="#ffffff", dark="#000000", title="QR code of the link")
    return picture.getvalue()
