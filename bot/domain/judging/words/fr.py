"""French words."""

from __future__ import annotations

from bot.domain.judging.lexicon import Lexicon

WORDS = Lexicon(
    openers="""
qui, que, quoi, quand, où, pourquoi, comment, quel, quelle, quels, quelles, combien, est-ce que,
est ce que, est-ce, qu'est-ce, y a-t-il, peut-on, peux-tu, pouvez-vous, quelqu'un, savez-vous, sais-tu
""",
    phrases="""
est-ce que, est ce que, qu'est ce que, qu'est-ce que, quelqu'un sait, quelqu'un connaît, quelqu'un peut,
quelqu'un a, comment faire, comment puis-je, comment peut-on, comment on fait, une idée, des idées,
y a t il, y a-t-il, savez vous, savez-vous, est il possible, est-il possible, je me demande
""",
    requests="""
besoin d'aide, aidez moi, aidez-moi, à l'aide, j'ai un problème, j'ai une erreur, je n'arrive pas,
j'arrive pas, je cherche, j'essaie de
""",
    thanks="""
merci, merci beaucoup, grand merci, mille mercis, merci bien
""",
    worked="""
ça marche, ça fonctionne, ça a marché, ça a fonctionné, problème résolu, c'est bon, résolu, parfait
""",
    failed="""
ne marche pas, ne fonctionne pas, marche pas, fonctionne pas, toujours pas, même erreur, n'a pas marché,
ça ne change rien
""",
    me_too="""
moi aussi, pareil, idem, même problème, pareil ici
""",
    acknowledged="""
d'accord, ok je vois, je vois, compris, ah oui, oui, non, bien sûr, entendu
""",
    greetings="""
bonjour, salut, bonsoir, coucou, bonne journée, bonne soirée, bonne nuit, au revoir
""",
    withdrawn="""
laisse tomber, laissez tomber, j'ai trouvé, c'est réglé, problème réglé, oubliez
""",
    fillers="""
bonjour, salut, bonsoir, coucou, et, mais, alors, donc, oui, non, euh, tous, svp
""",
    small_talk="""
ça va, comment ça va, comment allez vous, comment vas tu, quoi de neuf
""",
    stop="""
ai, au, aux, avec, ce, ces, cette, dans, de, des, du, elle, en, est, et, eu, il, ils, je, la, le, les,
leur, lui, ma, mais, me, mes, moi, mon, ne, nous, on, ou, par, pas, plus, pour, qu, que, qui, sa, se,
ses, si, son, sont, sur, ta, te, tes, toi, ton, tu, un, une, vous, y, ça, c'est, j'ai, être, avoir, fait,
faire
""",
)
