"""Words that tell a name from its title, a person from a body, and a name from the beginning of a sentence; folded.

English, Spanish, Portuguese, French and German.
"""

from desktop.analysis.words import word_set
from desktop.core.matching import fold

TITLES = word_set(
    fold("""
    ambassador archbishop bishop captain chair chairman chairwoman chancellor chief colonel commander commissioner
    congressman congresswoman councillor deputy diplomat director doctor dr envoy general governor judge justice king
    leader lieutenant lord lady madam major mayor minister mr mrs ms miss mp officer pope premier president prime prince
    princess prof professor queen representative secretary senator sergeant sheikh sir speaker spokesman spokesperson
    spokeswoman sultan treasurer undersecretary
    alcalde alcaldesa canciller comandante diputado diputada director directora doctor doctora don doña embajador
    embajadora gobernador gobernadora jefe jefa ministro ministra portavoz presidente presidenta primer primera rector
    rectora secretario secretaria senador senadora señor señora sr sra
    chanceler deputado deputada diretor diretora embaixador embaixadora governador governadora ministro ministra
    porta-voz prefeito prefeita professor professora secretário secretária vereador vereadora
    ambassadeur ambassadrice chancelier député députée directeur directrice gouverneur maire ministre monsieur madame m
    mme président présidente porte-parole premier première secrétaire sénateur sénatrice
    kanzler kanzlerin minister ministerin präsident präsidentin sprecher sprecherin bürgermeister bürgermeisterin herr
    frau
    """)
)
BODIES = word_set(
    fold("""
    academy administration agency alliance army assembly association authority bank board bureau centre center church
    club college commission committee community company confederation conference congress consortium corporation council
    court department embassy federation force forces foundation front fund government group guard house institute
    league ministry movement navy network office organisation organization parliament party police press senate service
    society summit treaty trust tribunal union university watch news times post herald tribune
    academia agencia alianza asamblea asociación banco cámara casa comisión comité comunidad confederación congreso
    consejo corte ejército embajada federación fuerza fuerzas fundación gobierno instituto ministerio movimiento
    organización parlamento partido policía sindicato tribunal unión universidad
    agência aliança assembleia associação câmara comissão conselho embaixada federação fundação governo ministério
    polícia universidade união
    académie agence alliance assemblée banque commission communauté conseil cour fédération fondation gouvernement
    institut ministère parti régie syndicat université
    amt bundestag partei regierung ministerium verband verein universität
    """)
)
# they begin sentences, and are no first names
OPENERS = word_set(
    fold("""
    a an the this that these those in on at by for from of to with as and but or if when while after before since
    although though however meanwhile according her his its their our my your he she it they we you i there here what
    who where why how yesterday today tomorrow monday tuesday wednesday thursday friday saturday sunday january february
    march april may june july august september october november december
    el la los las un una en de del al con por para según pero y o cuando mientras hoy ayer su sus
    o os as um uma em no na nos nas do da com por para segundo mas e quando hoje ontem seu sua
    le les un une des dans à au aux avec pour selon mais et quand hier aujourd’hui son sa ses
    der die das ein eine im am mit für nach aber und wenn heute gestern
    """)
)
