"""Words that attribute in Spanish, Portuguese, French, German and Italian news; see `speech_words`."""

from desktop.analysis.words import word_set

_SPANISH = """
dijo dijeron dice dicen decía dicho afirmó afirmaron afirma afirman aseguró aseguraron asegura aseguran señaló señalaron
señala señalan sostuvo sostuvieron sostiene sostienen agregó agregaron agrega añadió añadieron añade explicó explicaron
explica declaró declararon declara indicó indicaron indica advirtió advirtieron advierte aclaró aclara anunció
anunciaron anuncia apuntó apuntaron apunta argumentó argumenta concluyó concluye confesó contestó contó criticó
criticaron critica calificó calificaron califica acusó acusaron acusa denunció denunciaron denuncia destacó destacaron
destaca enfatizó exclamó exigió exigieron exige expresó expresaron expresa insistió insisten insiste lamentó lamentaron
lamenta manifestó manifestaron manifiesta mencionó negó niega opinó opina pidió pidieron pide precisó precisa preguntó
prometió promete recalcó recalca reconoció reconoce recordó recuerda reiteró reitera remarcó rechazó rechazaron rechaza
replicó respondió respondieron responde reveló revela subrayó subraya sugirió escribió relató resaltó resalta habló
matizó puntualizó comentó comenta condenó condena
"""
_PORTUGUESE = """
disse disseram diz dizem dizia afirmou afirmaram declarou declararam garantiu garante acrescentou acrescenta explicou
respondeu ressaltou ressalta destacou apontou avaliou avalia comentou contou criticou criticaram defendeu disparou
enfatizou escreveu exigiu exige insistiu lamentou lembrou lembra negou nega observou perguntou pediu pede prometeu
questionou reconheceu reconhece reiterou relatou revelou salientou sublinhou sugeriu sustentou anunciou alertou
argumentou concluiu confirmou falou chamou rejeitou condenou
"""
_FRENCH = """
dit disent disait déclaré déclare déclarent affirmé affirme affirment ajouté ajoute expliqué explique assuré assure
répondu répond indiqué indique précisé précise souligné souligne estimé estime estiment lancé raconté raconte confié
confie rappelé rappelle insisté insiste martelé noté observé plaidé poursuivi poursuit conclu conclut reconnu reconnaît
regretté regrette demandé demande écrit annoncé annonce averti avertit critiqué dénoncé dénonce jugé promis promet
soutenu soutient commenté résumé glissé exclamé fustigé parlé
"""
_GERMAN = """
sagte sagten sagt erklärte erklärten erklärt betonte betont meinte meint antwortete antwortet forderte fordert
kritisierte kritisiert warnte warnt schrieb schreibt versicherte versichert fragte fragt rief bezeichnete bezeichnet
behauptete behauptet nannte nennt sprach gesagt betont fügte bekräftigte bekräftigt unterstrich
"""
_ITALIAN = """
detto afferma affermato dichiara dichiarato spiega spiegato aggiunge aggiunto sottolinea sottolineato risposto risponde
ribadito ribadisce commentato chiesto scritto sostenuto sostiene precisato avvertito ammesso annunciato ricordato
osservato denunciato
"""
_ON = word_set("agregando añadiendo señalando diciendo afirmando asegurando dizendo acrescentando ajoutant aggiungendo")
GOING_ON = ("ando", "iendo", "endo", "tant")
VERBS = word_set(_SPANISH + _PORTUGUESE + _FRENCH + _GERMAN + _ITALIAN) | _ON
# verbs that do without a subject: “…”, agregó
WITHOUT_SUBJECT = word_set(_SPANISH + _PORTUGUESE)
NOUNS = word_set("denuncia critica condena demande promet pide fragt noté résumé conclu")

PREPOSITION = (
    "según|de acuerdo con|en palabras de|a juicio de|segundo|de acordo com|nas palavras de|selon|d[’']après|"
    "laut|secondo"
)
PREPOSITIONS = word_set("según acuerdo palabras juicio segundo acordo palavras selon après laut secondo")
PRONOUNS = {
    "él": "he", "ella": "she", "ellos": "they", "ellas": "they", "ele": "he", "ela": "she", "eles": "they",
    "elas": "they", "il": "he", "elle": "she", "ils": "they", "elles": "they", "er": "he", "sie": "she", "lui": "he",
    "lei": "she",
}  # fmt: skip
TITLES = word_set("""
    ministro ministra ministros canciller presidente presidenta embajador embajadora portavoz vocero vocera secretario
    secretaria jefe jefa diputado diputada senador senadora líder gobernador gobernadora alcalde alcaldesa diplomático
    diplomática mandatario mandataria directora funcionario funcionaria experto experta
    chanceler embaixador embaixadora secretário secretária chefe deputado deputada governador governadora prefeito
    prefeita diplomata
    ministre chancelier chancelière président présidente ambassadeur ambassadrice secrétaire députée député sénateur
    sénatrice dirigeant dirigeante gouverneur maire diplomate directeur directrice chef cheffe
    ministerin kanzler kanzlerin präsident präsidentin botschafter botschafterin sprecher sprecherin
    ambasciatore portavoce segretario senatore
    """)
DETERMINERS = word_set("el la los las un una su o os as um uma le les une l der die das ein eine il lo")
BETWEEN = (
    "también|además|luego|después|hoy|ayer|le|les|lo|la|se|nos|me|lhe|lhes|também|depois|hoje|ontem|aussi|ensuite|"
    "également|hier|auch|dann|ha|han|había|hanno|a|ont|avait|hat|hatte|tem|ainda|ya|já|déjà|bereits"
)
# auxiliaries between a quotation and its verb: «…», a déclaré Orsk
AUXILIARY = r"(?:\s+(?:a|ha|ont|hat|avait|tem|han|había|hanno|se|le|les|lhe))+$"
NOT_SAID = "llamad[oa]s?|denominad[oa]s?|apodad[oa]|soi-disant|dit|chamad[oa]s?|sogenannte\\w*|cosiddett[oaie]"
# the English word by which roles are compared
FAMILIES = {
    **dict.fromkeys(("ministro", "ministra", "ministre", "ministerin", "canciller", "chanceler"), "minister"),
    **dict.fromkeys(("embajador", "embajadora", "embaixador", "embaixadora"), "ambassador"),
    **dict.fromkeys(("ambassadeur", "ambassadrice", "botschafter", "botschafterin", "ambasciatore"), "ambassador"),
    **dict.fromkeys(("presidente", "presidenta", "prasident", "prasidentin", "mandatario"), "president"),
    **dict.fromkeys(("portavoz", "vocero", "vocera", "portavoce", "sprecher", "sprecherin"), "spokesperson"),
    **dict.fromkeys(("spokesman", "spokeswoman"), "spokesperson"),
    **dict.fromkeys(("secretario", "secretaria", "secretaire", "segretario"), "secretary"),
    **dict.fromkeys(("diplomatico", "diplomatica", "diplomata", "diplomate"), "minister"),
    **dict.fromkeys(("jefe", "jefa", "chefe", "chef"), "chief"),
}
