"""The fields that press databases put around an article, in the languages of their pages, and what each is here."""

import re

from desktop.exchange.readers.fact_dates import find_dates

# by its name in English, what a field is called elsewhere; with strokes for blanks
_NAMES = {
    "abstract": ("zusammenfassung", "résumé", "resumen", "resumo", "samenvatting"),
    "author": ("autor", "autorin", "verfasser", "auteur", "autore", "authors", "auteurs", "autores", "autoren"),
    "article_text": (),
    "body": ("corps", "cuerpo", "corpo"),
    "byline": ("by-line", "signature"),
    "classification": ("klassifikation", "clasificación"),
    "column": (),
    "company": ("unternehmen", "entreprise", "empresa"),
    "copyright": (),
    "correction-date": (),
    "country_of_publication": (),
    "database": ("datenbank", "base_de_données", "base_de_datos", "base_de_dados"),
    "dateline": (),
    "document_type": ("dokumententyp", "type_de_document", "tipo_de_documento"),
    "document_number": ("dokumentnummer", "record_number"),
    "document_url": ("dokument-url", "url_du_document", "url_del_documento", "daueradresse_des_dokuments"),
    "edition": ("ausgabe", "édition", "edición", "edição", "editie", "edizione"),
    "first_page": (),
    "full_text": ("volltext", "texte_intégral", "texto_completo", "volledige_tekst", "testo_completo"),
    "geographic": (),
    "graphic": ("graphik", "grafik", "graphique", "gráfico", "grafiek"),
    "highlight": ("encart", "hoogtepunt"),
    "identifier": (),
    "industry": (),
    "issn": (),
    "issue": ("numéro", "número"),
    "journal_code": (),
    "language": ("sprache", "langue", "idioma", "taal", "lingua"),
    "last_updated": ("zuletzt_aktualisiert", "dernière_mise_à_jour", "última_actualización"),
    "length": ("länge", "longueur", "longitud", "extensión", "tamanho", "lengte", "lunghezza"),
    "links": ("link",),
    "load-date": ("ladedatum", "update", "date_de_chargement", "fecha_de_carga", "laaddatum", "data_de_carregamento"),
    "location": ("standort", "lieu"),
    "notes": ("note",),
    "organization": (),
    "pages": ("page", "seite", "seiten", "página", "páginas", "pagina"),
    "person": (),
    "place_of_publication": ("erscheinungsort", "lieu_de_publication", "lugar_de_publicación"),
    "proquest_document_id": (
        *("proquest-dokument-id", "id_de_document_proquest", "id_del_documento_de_proquest"),
        *("identificador_de_documento_de_proquest", "identifiant_de_document_proquest"),
    ),
    "publication_date": ("erscheinungsdatum", "date_de_publication", "fecha_de_publicación", "data_de_publicação"),
    "publication_info": ("información_de_publicación", "publikationsinformationen"),
    "publication_title": (
        *("publikationstitel", "titre_de_la_publication", "título_de_publicación", "título_de_la_publicación"),
        *("título_da_publicação", "titel_van_publicatie"),
    ),
    "publication_year": ("erscheinungsjahr", "année_de_publication", "año_de_publicación"),
    "publication-type": ("zeitungstyp", "type_de_publication", "tipo_de_publicación", "type_publicatie"),
    "publisher": ("herausgeber", "verlag", "éditeur", "editorial", "editor", "uitgever", "editora"),
    "section": ("rubrik", "ressort", "rubrique", "sección", "seção", "sectie", "rubriek", "sezione"),
    "series": (),
    # in exports of WISO the paper, inside an article whose figures or words they are
    "source": ("quelle",),
    "source_type": ("quellentyp", "type_de_source", "tipo_de_fuente"),
    "subject": (),
    # words that an article may begin a paragraph with
    "topic": ("thema", "sujet", "materia", "onderwerp", "assunto"),
    "title": ("titel", "titre", "título", "titolo"),
    "url": (),
    "volume": ("band", "volumen"),
}  # fmt: skip
EDITIONS = frozenset(("edition", *_NAMES["edition"]))
_KEYS = {one: name for name, others in _NAMES.items() for one in (name, *others)}
_FIELD = re.compile(r"(?P<name>[^\W\d_][\w.’' -]{1,48}?)[ \t]*[:：][ \t]*(?P<value>.*)")
# what such a field is of a document
FACTS = {
    "author": ("author", "byline"),
    "publisher": ("publication_title", "publisher", "source"),
    "date": ("publication_date", "load-date"),
    "source": ("document_url", "url"),
    "title": ("title",),
}
# fields behind which, or in which, the text begins; what no article goes on after; and which there is but in exports
TEXTS = ("full_text", "body", "article_text")
AFTER = (
    *("classification", "load-date", "subject", "publication_title", "publication_date", "document_url", "language"),
    *("proquest_document_id", "publication-type", "publication_info", "source_type", "journal_code", "copyright"),
    "document_number",
)
OPENING = ("full_text", "author", "publication_info", "byline", "length", "load-date")
# what Factiva puts before each part of an article, in a column or a line of its own
TAGS = frozenset(
    [
        *("HD", "CR", "BY", "SE", "CX", "WC", "PD", "ET", "SN", "SC", "ED", "PG", "VOL", "LA", "CY"),
        *("LP", "TD", "CT", "RF", "ART", "CO", "IN", "NS", "RE", "IPC", "IPD", "PUB", "AN", "CLM"),
    ]
)
# those behind the text, and those whose words are codes
CODED = frozenset(("CO", "IN", "NS", "RE"))
BELOW = frozenset(("TD", "CT", "RF", "ART", *CODED, "IPC", "IPD", "PUB", "AN", "CLM"))


def key_of(name: str) -> str:
    """Return under which name in English a field or heading *name* is known; as it is, in small letters, if none."""
    folded = "_".join(name.casefold().split())
    if folded.startswith("identifier"):
        return "identifier"
    return _KEYS.get(folded, folded)


def read_field(line: str) -> tuple[str, str] | None:
    """Return the name in English and the value of a field of an export, None when *line* is none."""
    found = _FIELD.fullmatch(line)
    if found is None:
        return None
    key, value = key_of(found["name"]), found["value"].strip()
    if key not in _KEYS.values():
        return None
    # “Update: the bridge is open again” is part of a report
    if found["name"].casefold() == "update" and not any(find_dates(value)):
        return None
    return key, value
