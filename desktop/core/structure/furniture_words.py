"""The words and marks by which `furniture` knows what is no part of an article, in six languages."""

import re

END = re.compile(r"[.?!…:;]['\"’”»)\]“\s]*$")
BULLET = re.compile(r"^\s*[•·▪◦‣●■►*-]\s")
WORD = re.compile(r"[^\W\d_][\w’'-]*")
_MONTH = (
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|ene|abr|ago|dic|fev|mai|set|out|dez|janv|févr|avr|juin|juil"
    r"|août|déc|jän|mär|okt|gen|mag|giu|lug|ott)[^\W\d_]*\.?"
)
LONE_DATE = re.compile(
    # possessive: a long line of letters would else be tried from each of them
    rf"(?:[^\W\d_]++\s*+[:,]?\s*+){{0,3}}(?:\d{{1,2}}(?:st|nd|rd|th|º|er|\.)?\s+(?:de\s+)?{_MONTH}(?:\s+de)?,?\s+\d{{4}}"
    rf"|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}|\d{{4}}-\d\d-\d\d|\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}})"
    r"(?:\W*(?:at|a las|às|à)?\W*\d{1,2}[:.h]\d\d.{0,20})?",
    re.IGNORECASE,
)
BYLINE = re.compile(
    r"(?:by|por|par|posted (?:by|on|in)|written by|escrito por|publicado (?:por|el|em)|publié (?:par|le)"
    r"|filed under|veröffentlicht (?:am|von)"
    r"|tags?:)\s+\S.{0,100}"
    # “Von Hamburg nach Wien” is no byline
    r"|(?-i:Von(?:\s+[A-ZÄÖÜ][\w.-]+){2,4})",
    re.IGNORECASE,
)
CREDIT = re.compile(
    r"\|\s*(?:photo|foto|image|imagen|imagem)\s*:|^\W*(?:photo|photograph|foto|fotografía|image|imagen|imagem|bild"
    r"|photo credit|crédit photo|credit|video|listen|watch)\s*(?:by\b|por\b|:)|(?:getty images|©|\(c\) \d{4})",
    re.IGNORECASE,
)
CRUMB = re.compile(r"\s[>›»/|]\s")
BOILERPLATE = re.compile(
    r"""^\W*(?:
    (?:click\ to|leave\ a|write\ a|post\ a|add\ a|no)\ (?:comments?|reply) .* | post\ with\ no\ comments\W*
    | comments?\W*\d* | \d+\ comments? | share\ (?:this|on|via)\b.* | share\W* | follow\ (?:us|me)\b.*
    | (?:sign\ up|subscribe)\b.* | (?:read|see|learn)\ (?:more|also|next)\b.* | also\ read\b.*
    | related(?:\ (?:stories|articles|posts|news|topics))?\W*.{0,80} | more\ (?:from|on|stories)\b.{0,60}
    | advertisements?\W* | sponsored\b.* | previous\ (?:post|article)\b.* | next\ (?:post|article)\b.*
    | (?:all\ rights\ reserved|copyright|©).* | .*\ball\ rights\ reserved\W*
    | .*\bwebsite\ (?:hosting|design\w*)\b.* | powered\ by\b.* | .*\bwhat\ are\ you\ looking\ for\W*
    | (?:we\ use|this\ site\ uses)\ cookies\b.* | your\ e-?mail\ address\ will\ not\b.* | skip\ to\b.*
    | (?:log|sign)\ in\W* | (?:home|menu|search|print|e-?mail|back\ to\ top)\W* | (?:about|contact)\ us\W*
    | (?:donate|support\ us)\b.{0,60} | privacy\ policy\b.* | terms\ (?:of|and)\b.*
    | (?:facebook|twitter|whatsapp|telegram|instagram)\W* | compart[ie]\w*\b.{0,40} | comentarios?\W*\d*
    | comentários?\W*\d* | (?:deja|deje|dejar|deixe)\ (?:un|uma?|tu)\b.*
    | (?:leer|lea|leia|ver)\ (?:más|también|mais|também)\b.* | (?:suscr[íi]b|inscrev|s’abonner|abonnez)\w*.*
    | s[ií]guenos\b.* | (?:noticias|artículos|notas|notícias|artigos)\ relacionad[oa]s\W*
    | todos\ los\ derechos\b.* | todos\ os\ direitos\b.* | documentos\ adicionales\W* | publicidad[e]?\W*
    | (?:lire|à\ lire)\ (?:aussi|plus)\b.* | partager\b.{0,40} | commentaires?\W*\d* | tous\ droits\ réservés.*
    | contacto\ (?:de|con\ la)\ prensa\b.* | (?:media|press)\ contacts?\b.* | \W*ends?\W*
    | contacts?\ (?:presse|médias?)\b.* | (?:contacto|assessoria)\ de\ imprensa\b.* | pressekontakt\b.*
    | mentions\ légales\W* | partilhar\b.{0,40} | (?:seite\ |artikel\ )?teilen\W* | impressum\W*
    | datenschutz\w*\W* | weiterlesen\b.* | mehr\ zum\ thema\b.* | alle\ rechte\ vorbehalten.* | anzeige\W*
    | (?:startseite|accueil|inicio|início|página\ inicial|drucken|kontakt)\W* | cookie\W?(?:settings|policy)\W*
    | please\ recycle\W* | (?:provisional|distr\.?:?\ general|original:\ \w+)\W*
    )$""",
    re.IGNORECASE | re.VERBOSE,
)
CUT = re.compile(
    r"^\W*(?:click to comment|leave a (?:reply|comment)|related (?:stories|articles|posts)|\d* ?comments?"
    r"|post a comment|deja(?:r|e)? un comentario|deixe um comentário|artículos relacionados|noticias relacionadas"
    r"|notícias relacionadas|documentos adicionales|laisser un commentaire|à lire aussi|you (?:may"
    r"|might) also like)\W*$",
    re.IGNORECASE,
)
# what a press release says of its sender at the end
ABOUT = re.compile(r"^\W*(?:about|à propos (?:de|du|des|d[’'])|acerca de|sobre|über)\s*\S[^.?!]{0,80}$", re.IGNORECASE)
# what the United Nations put below each record
RECORD_NOTE = re.compile(r"^This record contains the text of speeches delivered\b", re.IGNORECASE)
# what a record tells between its speeches
NARRATION = re.compile(
    r"^(?:the (?:meeting|sitting|session|hearing|house)"
    r" (?:rose|adjourned|resumed|was (?:suspended|adjourned|closed|called))"
    r"|(?:se (?:abre|levanta|suspende)|la séance est (?:ouverte|levée|suspendue)"
    r"|a sessão (?:foi|é) (?:aberta|encerrada|suspensa))"
    r"|(?:beginn|schluss|ende) der sitzung)\b.{0,100}$",
    re.IGNORECASE,
)
SALUTATION = re.compile(
    r"^(?:(?:ladies and gentlemen|dear (?:friends|colleagues|comrades|guests|all)|(?:your )?excellenc(?:y"
    r"|ies)|colleagues"
    r"|friends|good (?:morning|afternoon|evening)|(?:mr|madam|mme)\.? (?:president|speaker|chair\w*"
    r"|secretary)|thank you"
    r"|señoras y señores|se[ñn]or presidente|buen[oa]s? (?:d[ií]as|tardes|noches)|senhoras e senhores|bom dia|boa tarde"
    r"|mesdames et messieurs|mesdames, messieurs|monsieur le président|queridos|estimad[oa]s)\b)"
    r"[^.?!]{0,80}[,.!:—]\s*$",
    re.IGNORECASE,
)
DIRECTION = re.compile(r"\s*(?:\[[^\[\]]*\]|\([^()]*\)|♪.*)[.\s]*")
JOINING = frozenset(
    [
        "a",
        "an",
        "and",
        "as",
        "at",
        "by",
        "for",
        "from",
        "in",
        "of",
        "on",
        "or",
        "the",
        "to",
        "with",
        "de",
        "del",
        "la",
        "las",
        "los",
        "el",
        "y",
        "en",
        "por",
        "para",
        "do",
        "da",
        "dos",
        "das",
        "e",
        "o",
        "os",
        "as",
        "em",
        "le",
        "les",
        "du",
        "des",
        "et",
        "à",
        "au",
        "aux",
        "un",
        "une",
    ]
)
