"""Spanish words."""

from __future__ import annotations

from bot.domain.judging.lexicon import Lexicon

WORDS = Lexicon(
    openers="""
quién, qué, cuál, cuáles, cuándo, cuánto, cuántos, dónde, cómo, por qué, para qué, alguien, alguno,
hay alguna, hay algún, hay alguien, puedo, se puede, puedes, pueden, sabes, saben, tienes
""",
    phrases="""
alguien sabe, alguien conoce, alguien puede, alguien tiene, alguien ha, saben si, sabes si, saben cómo,
sabes cómo, cómo puedo, cómo hago, cómo se hace, cómo se puede, hay alguna forma, hay alguna manera,
alguna idea, alguna sugerencia, es posible, dónde puedo, me pregunto, qué estoy haciendo mal
""",
    requests="""
necesito ayuda, ayuda por favor, por favor ayuda, me pueden ayudar, me puedes ayudar, pueden ayudarme,
tengo un problema, tengo una duda, tengo un error, me da error, me sale un error, no puedo, no consigo,
no logro, estoy intentando, estoy buscando
""",
    thanks="""
gracias, muchas gracias, mil gracias, muchísimas gracias, te lo agradezco, se agradece
""",
    worked="""
funcionó, ya funciona, funciona, ya funcionó, me funcionó, me sirvió, solucionado, resuelto, perfecto,
era eso
""",
    failed="""
no funciona, no funcionó, no me funciona, no me funcionó, sigue sin, sigue igual, mismo error, tampoco,
no sirve, no ayudó
""",
    me_too="""
yo también, a mí también, igual aquí, lo mismo, mismo problema
""",
    acknowledged="""
vale, entiendo, entendido, ya veo, claro, de acuerdo, sí, bueno, listo, genial
""",
    greetings="""
hola, buenas, buenos días, buenas tardes, buenas noches, saludos, adiós, hasta luego, hola a todos
""",
    withdrawn="""
olvídalo, olvídenlo, ya lo encontré, ya lo resolví, ya lo solucioné, lo solucioné, ya está
""",
    fillers="""
hola, buenas, buenos, días, tardes, noches, y, pero, entonces, pues, bueno, sí, no, a, todos, oye,
perdón, disculpa, por, favor
""",
    small_talk="""
cómo estás, cómo están, qué tal, cómo va, qué pasa, cómo andas
""",
    stop="""
a, al, algo, ante, aquí, así, con, de, del, desde, donde, el, ella, ellos, en, era, es, esa, ese, eso,
esta, estar, estoy, está, este, esto, ha, hacer, hay, he, la, las, le, lo, los, me, mi, muy, más, nada,
ni, no, nos, o, para, pero, por, porque, pues, que, se, ser, si, sin, sobre, solo, son, su, sus, también,
te, tengo, tiene, todo, tu, un, una, uno, ver, y, ya, yo
""",
)
