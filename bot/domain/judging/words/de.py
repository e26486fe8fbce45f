"""German words."""

from __future__ import annotations

from bot.domain.judging.lexicon import Lexicon

WORDS = Lexicon(
    openers="""
wer, wie, wann, wo, wohin, woher, warum, wieso, weshalb, welche, welcher, welches, wozu, womit, woran,
was ist, was sind, was kann, was muss, was mache, was macht, was bedeutet, was heißt, kann, kann man,
könnte, könnt, gibt es, gibt's, hat, hat jemand, weiß, ist, sind, habt, muss, soll, sollte, darf
""",
    phrases="""
weiß jemand, weiss jemand, weiß wer, hat jemand, kennt jemand, kann jemand, kann mir jemand,
könnte jemand, kann man, wie kann ich, wie kann man, wie mache ich, wie macht man, wie bekomme ich,
gibt es eine, gibt es ein, gibt es einen, eine idee, irgendwelche ideen, jemand eine idee, wo finde ich,
was mache ich falsch, ich frage mich
""",
    requests="""
brauche hilfe, bitte um hilfe, bitte hilfe, hilfe bitte, ich bekomme einen fehler, ich habe ein problem,
ich hab ein problem, funktioniert bei mir nicht, ich komme nicht weiter, ich versuche, ich suche
""",
    thanks="""
danke, vielen dank, dankeschön, besten dank, herzlichen dank, danke dir, merci vielmals, tausend dank
""",
    worked="""
hat funktioniert, hat geklappt, klappt jetzt, funktioniert jetzt, geht jetzt, jetzt geht's,
jetzt geht es, das war's, hat geholfen, problem gelöst
""",
    failed="""
geht nicht, funktioniert nicht, hat nicht funktioniert, klappt nicht, immer noch nicht,
geht immer noch nicht, leider nicht, gleicher fehler, selber fehler, hilft nicht
""",
    me_too="""
ich auch, bei mir auch, geht mir auch so, gleiches problem, dito
""",
    acknowledged="""
alles klar, verstehe, verstanden, achso, ach so, genau, ja, nein, nee, klar, gut, passt, probiere ich,
stimmt
""",
    greetings="""
hallo, guten morgen, guten tag, guten abend, moin, servus, grüß gott, tschüss, hallo zusammen
""",
    withdrawn="""
hat sich erledigt, schon gut, erledigt, selbst gelöst, habs gefunden, hab's gefunden, vergiss es
""",
    fillers="""
hallo, moin, servus, zusammen, guten, morgen, tag, abend, und, aber, also, ja, nein, äh, bitte, sorry,
leute
""",
    small_talk="""
wie geht's, wie gehts, wie geht es dir, alles gut
""",
    stop="""
aber, als, am, an, auch, auf, aus, bei, bin, bis, bitte, da, dann, das, dass, dem, den, der, des, die,
doch, du, ein, eine, einen, einer, er, es, für, habe, haben, hat, ich, ihr, im, ist, ja, jetzt, kann,
mal, man, mein, mich, mir, mit, muss, nach, nein, nicht, noch, nur, oder, schon, sich, sie, sind, so, um,
und, von, was, weil, wenn, wer, werden, wie, wir, wird, wo, zu, zum, zur
""",
)
