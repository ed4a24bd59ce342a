"""The figures are a well-formed data cube.

Integrity constraints: https://www.w3.org/TR/vocab-data-cube/#wf-rules
"""

import pytest

from .conftest import Ask

PREFIXES = """
PREFIX qb: <http://purl.org/linked-data/cube#>
PREFIX sdmx-dimension: <http://purl.org/linked-data/sdmx/2009/dimension#>
PREFIX sdmx-measure: <http://purl.org/linked-data/sdmx/2009/measure#>
PREFIX sdmx-attribute: <http://purl.org/linked-data/sdmx/2009/attribute#>
"""

CONSTRAINTS = {
    "IC-1 one data set per observation": """
      SELECT ?bad WHERE { ?bad a qb:Observation
        { FILTER NOT EXISTS { ?bad qb:dataSet ?set } } UNION
        { ?bad qb:dataSet ?one , ?two FILTER (?one != ?two) } }""",
    "IC-2 one structure per data set": """
      SELECT ?bad WHERE { ?bad a qb:DataSet
        { FILTER NOT EXISTS { ?bad qb:structure ?dsd . ?dsd a qb:DataStructureDefinition } } UNION
        { ?bad qb:structure ?one , ?two FILTER (?one != ?two) } }""",
    "IC-11 all dimensions given": """
      SELECT DISTINCT ?bad ?dimension WHERE { ?bad qb:dataSet/qb:structure/qb:component/qb:dimension ?dimension
        FILTER NOT EXISTS { ?bad ?dimension ?value } }""",
    "IC-12 no two observations alike": """
      SELECT DISTINCT ?bad ?other WHERE {
        ?bad psl:indicator ?i ; sdmx-dimension:refArea ?a ; sdmx-dimension:refPeriod ?p ;
          psl:figureSource ?s ; a qb:Observation .
        ?other psl:indicator ?i ; sdmx-dimension:refArea ?a ; sdmx-dimension:refPeriod ?p ;
          psl:figureSource ?s ; a qb:Observation .
        FILTER (STR(?bad) < STR(?other)) }""",
    "IC-14 all measures given": """
      SELECT DISTINCT ?bad ?measure WHERE { ?bad qb:dataSet/qb:structure/qb:component/qb:measure ?measure
        FILTER NOT EXISTS { ?bad ?measure ?value } }""",
    "required attributes given": """
      SELECT DISTINCT ?bad ?attribute WHERE {
        ?bad qb:dataSet/qb:structure/qb:component ?component .
        ?component qb:attribute ?attribute ; qb:componentRequired true
        FILTER NOT EXISTS { ?bad ?attribute ?value } }""",
    "one value per component": """
      SELECT DISTINCT ?bad WHERE { ?bad a qb:Observation ; ?component ?one , ?two .
        VALUES ?component { psl:indicator sdmx-dimension:refArea sdmx-dimension:refPeriod psl:figureSource
          sdmx-measure:obsValue sdmx-attribute:unitMeasure psl:qualifier }
        FILTER (STR(?one) < STR(?two)) }""",
}


@pytest.mark.parametrize("constraint", CONSTRAINTS)
def test_the_cube_is_well_formed(ask: Ask, constraint: str) -> None:
    bad = ask(PREFIXES + CONSTRAINTS[constraint])
    assert not bad, f"{constraint}: correct {bad[:10]}"


def test_there_are_figures(ask: Ask) -> None:
    assert len(ask(PREFIXES + "SELECT ?o WHERE { ?o a qb:Observation }")) > 100
