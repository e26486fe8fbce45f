"""Invented people. First names are unique, so they serve as account ids too."""

from __future__ import annotations

_FIRST = """
Amara Bram Chiara Dagny Eun-ji Farid Greta Hamza Ines Jomo Katya Leilani Mateus Nadia Oskar Priya
Quentin Rosa Soren Tamika Umar Valeria Wanjiru Xiang Yusuf Zofia Anselm Bilal Celeste Duc Esther
Fionn Goran Hana Ishaan Jarek Kofi Lucia Mehmet Noor Olga Pavel Rana Sipho Tove Ulla Viktor Wen Yara
Zeno Aiko Bogdan Catarina Demba Elif Florian Gia Hugo Ilse Juno Kenji Lotte Malik Nikos Orla Petra
Rafael Saoirse Tariq Uma Vito Willow Yelena Zainab Arlo Beatriz Cyrus Devi Emeka Freya
"""

_LAST = """
Okonjo-Reyes Hallberg Castellan Vinter Baek Rahmani Lindqvist Sarwar Duarte Mwangi Orlova Kahale
Figueira Haddad Nyström Raman Delacroix Montero Kjelgaard Fairweather Siddiqi Rossetti Kamau Liang
Demir Wilk Brandt Chowdhury Moreau Pham Adeyemi Gallagher Petrov Novotna Mehra Zielinski Asante
Benítez Aydin Karimi Sokolova Dvorak Nasser Dlamini Ekman Koskinen Marchetti Zhou Haidar Papadakis
"""

FIRST = _FIRST.split()
LAST = _LAST.split()
