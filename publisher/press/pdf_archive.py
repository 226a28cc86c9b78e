"""What one PDF needs to be archivable (PDF/A-3a) and accessible (PDF/UA-1) at the same time.

WeasyPrint writes one of the two claims. The other is added to its metadata, with the declaration
PDF/A asks for; attachments that it lists twice are listed once; and text in page margins is marked
as decoration, so that a screen reader does not read the page number into a sentence.
"""

from collections.abc import Callable
from typing import Any

_CLAIM = b"""
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that is followed</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>"""

Metadata = Callable[[str, object, object], bytes]


def claiming_both(generate: Metadata) -> Metadata:
    """Return a generator of metadata that claims PDF/UA-1 beside what WeasyPrint claims."""

    def generate_both(variant: str, version: object, conformance: object) -> bytes:
        return generate(variant, version, conformance).replace(b"</rdf:RDF>", _CLAIM)

    return generate_both


def finish(_document: object, pdf: Any) -> None:  # noqa: ANN401 - pydyf has no types
    """Mend the objects of a PDF just before it is written."""
    for one in pdf.objects:
        if getattr(one, "extra", {}).get("Type") == "/Metadata":
            one.compress = False
    if "AF" in pdf.catalog:
        pdf.catalog["AF"][:] = dict.fromkeys(pdf.catalog["AF"])
    _mark_margins(pdf)


def _mark_margins(pdf: Any) -> None:  # noqa: ANN401 - pydyf has no types
    """Make marked content that the structure tree does not reach an artifact."""
    root = _object(pdf, pdf.catalog["StructTreeRoot"])
    reached = _reached(pdf, root["K"])
    numbers = _object(pdf, root["ParentTree"])["Nums"]
    for index, reference in enumerate(pdf.page_references):
        leaves = numbers[2 * index + 1]
        decoration = {number for number, leaf in enumerate(leaves) if leaf not in reached}
        for number in decoration:
            leaves[number] = b"null"
        _make_artifacts(_object(pdf, _object(pdf, reference)["Contents"]).stream, decoration)


def _reached(pdf: Any, top: list[bytes]) -> set[bytes]:  # noqa: ANN401 - pydyf has no types
    """Return every element that hangs under the document."""
    reached: set[bytes] = set()
    waiting = list(top)
    while waiting:
        reference = waiting.pop()
        if isinstance(reference, bytes) and reference not in reached:
            reached.add(reference)
            waiting += _object(pdf, reference).get("K", [])
    return reached


def _object(pdf: Any, reference: bytes) -> Any:  # noqa: ANN401 - pydyf has no types
    return pdf.objects[int(reference.split()[0])]


def _make_artifacts(stream: list[Any], decoration: set[int]) -> None:
    for position, part in enumerate(stream[:-1]):
        is_marking = isinstance(part, dict) and stream[position + 1] == b"BDC"
        if is_marking and part.get("MCID") in decoration:
            stream[position - 1 : position + 2] = [b"/Artifact", b"BMC", b""]
