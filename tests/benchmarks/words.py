"""French words that the names of made-up things are made of, and the real regions that hold them."""

REGIONS = {
    "84": ("Auvergne-Rhône-Alpes", "01 03 07 15 26 38 42 43 63 69 73 74"),
    "27": ("Bourgogne-Franche-Comté", "21 25 39 58 70 71 89 90"),
    "53": ("Bretagne", "22 29 35 56"),
    "24": ("Centre-Val de Loire", "18 28 36 37 41 45"),
    "94": ("Corse", "2A 2B"),
    "44": ("Grand Est", "08 10 51 52 54 55 57 67 68 88"),
    "32": ("Hauts-de-France", "02 59 60 62 80"),
    "11": ("Île-de-France", "75 77 78 91 92 93 94 95"),
    "28": ("Normandie", "14 27 50 61 76"),
    "75": ("Nouvelle-Aquitaine", "16 17 19 23 24 33 40 47 64 79 86 87"),
    "76": ("Occitanie", "09 11 12 30 31 32 34 46 48 65 66 81 82"),
    "52": ("Pays de la Loire", "44 49 53 72 85"),
    "93": ("Provence-Alpes-Côte d’Azur", "04 05 06 13 83 84"),
}
TOWNS = (
    "Saint-Étienne", "Château-Renard", "Évry", "Bourg", "Montluçon", "Sainte-Hélène", "Besançon", "Mâcon", "Alès",
    "Orléans", "Béziers", "Nîmes", "Vézelay", "Thiers", "Villefranche", "Le Puy", "L’Isle", "Crépy", "Noël-Cerneux",
)  # fmt: skip
SITUATIONS = (
    "sur-Loire",
    "lès-Vignes",
    "en-Forêt",
    "la-Rivière",
    "sous-Bois",
    "d’Auvergne",
    "le-Château",
    "aux-Chênes",
)
BODIES = {
    "cfa": ("Centre de formation d’apprentis", "Apprentice training centre"),
    "lycee": ("Lycée professionnel", "Vocational upper secondary school"),
    "mission-locale": ("Mission locale", "Local mission for young people"),
    "university": ("Université", "University"),
    "greta": ("Greta", "Greta"),
    "chamber": ("Chambre de métiers et de l’artisanat", "Chamber of trades and crafts"),
    "company": ("Société d’ingénierie", "Engineering company"),
}
PATRONS = ("Émile Zola", "Hélène Boucher", "François Arago", "Benoît Frachon", "Amédée Gordini", "Élisée Reclus")
# Name in French and in English, and European level.
TYPES = (
    ("certificat d’aptitude professionnelle", "professional skills certificate", 3),
    ("brevet d’études professionnelles", "vocational studies certificate", 3),
    ("mention complémentaire", "additional endorsement", 3),
    ("baccalauréat professionnel", "vocational baccalaureate", 4),
    ("brevet professionnel", "professional certificate", 4),
    ("brevet des métiers d’art", "certificate in crafts", 4),
    ("brevet de technicien supérieur", "higher technician certificate", 5),
    ("diplôme des métiers d’art", "diploma in crafts", 5),
    ("licence professionnelle", "professional bachelor", 6),
    ("bachelor universitaire de technologie", "university bachelor of technology", 6),
    ("titre d’ingénieur", "engineer", 7),
    ("master", "master", 7),
)
TRADES = (
    ("boulangerie", "bakery"), ("métallerie", "metalwork"), ("électricité", "electricity"), ("hôtellerie", "hotels"),
    ("esthétique", "beauty care"), ("mécanique", "mechanics"), ("pâtisserie", "pastry"), ("tôlerie", "sheet metal"),
    ("logistique", "logistics"), ("sécurité", "security"), ("plâtrerie", "plastering"), ("soins", "care"),
)  # fmt: skip
THEMES = (
    ("mobilité des apprentis", "mobility of apprentices"),
    ("compétences numériques", "digital skills"),
    ("métiers de la forêt", "forest trades"),
    ("insertion des jeunes", "integration of young people"),
    ("égalité des chances", "equal opportunities"),
)
STANDINGS = ("confirmed", "corrected", "superseded", "disputed", "unclear")
