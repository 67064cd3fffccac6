"""What tests of this folder share: the pages and the study that are imported."""

from framing.study import parse_study

STUDY_FILE = """
[study]
name = "port-oree"
title = "Le port d'Orée"
language = "fr"
fictional = true

[groups.state]
name = "médias d'État"
[groups.wire]
name = "agences"

[outlets.fanal]
name = "Le Fanal du Soir"
group = "state"
aliases = ["Fanal"]
[outlets.oree]
name = "Agence Orée"
group = "wire"

[events.reouverture]
name = "Réouverture du port"
start = 2019-04-01
end = 2019-04-10
"""
STUDY = parse_study(STUDY_FILE)
FIRST = "Le port d'Orée a rouvert mercredi, a annoncé la capitainerie. « Il était temps », a dit le maire.\n"
SECOND = "Les pêcheurs d'Orée ont refusé jeudi la taxe sur la criée. Le préfet promet de les recevoir vendredi.\n"
PAGE = f"Le port rouvre\n\nLe Fanal | 03.04.2019 10h12\n\n{FIRST}\nPartager sur Facebook\n"
