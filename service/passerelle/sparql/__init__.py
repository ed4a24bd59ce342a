"""The SPARQL endpoint, the graphs behind it and their description, over HTTP; reading only.

What we claim, by the paragraphs of each specification, and the tests that hold it (in `tests/sparql` and
`tests/conformance`):

SPARQL 1.1 Protocol (https://www.w3.org/TR/sparql11-protocol/)

| paragraph | status | tests |
|---|---|---|
| query via GET, POST of a form, POST directly | yes; HEAD as GET; also the method QUERY | test_protocol.py |
| specifying an RDF data set | yes; default graphs are merged; wins over FROM | test_protocol_suite.py |
| other parameters | ignored, but for `format` and `timeout`, which are ours | test_protocol.py |
| parameters in the address of a form | graphs: taken, as those of the form; a query: 400 | test_protocol.py |
| base IRI | `https://w3id.org/passerelle/`, as in our data | test_protocol_suite.py |
| version (SPARQL 1.2) | any is taken for the latest; more than one is 400 | test_protocol_suite.py |
| accepted response formats | q-values, wildcards; 406 lists what is offered; `format` wins | test_formats.py |
| success and failure responses | yes; failures are problem documents (RFC 9457) | test_protocol.py |
| update operation | refused: 400, or 415 for its media type | test_protocol_suite.py |
| policy considerations | no SERVICE, no LOAD, no fetching of graphs; limits | test_limits.py |

SPARQL 1.1 Graph Store HTTP Protocol (https://www.w3.org/TR/sparql11-http-rdf-update/)

| paragraph | status | tests |
|---|---|---|
| direct graph identification | `/graph/{name}` for graphs whose IRI is ours | test_graph_store.py |
| indirect graph identification | `/graphs?graph=IRI`, `/graphs?default`; 400 for a relative IRI | test_graph_store.py |
| the graph store itself | `/graphs` lists the graphs: our choice | test_graph_store.py |
| GET, HEAD, content negotiation | yes, in four formats; 404 for a graph that is not there | test_graph_store_suite.py |
| PUT, POST, DELETE, PATCH | no: 405 with Allow | test_graph_store_suite.py |

SPARQL 1.1 Service Description (https://www.w3.org/TR/sparql11-service-description/), VoID (https://www.w3.org/TR/void/)

| paragraph | status | tests |
|---|---|---|
| accessing a service description | GET of the endpoint without a query | test_service_description_suite.py |
| instances and properties | languages, formats, functions, data set with sizes of graphs | test_description.py |
| statistics of VoID | triples, subjects, objects, classes and properties with their sizes | test_description.py |
| the page for people | French and English, without script | test_form_page.py |

Results in JSON, XML, CSV and TSV (https://www.w3.org/TR/sparql11-results-json/, …/rdf-sparql-XMLres/,
…/sparql11-results-csv-tsv/), with the terms of RDF 1.2

| paragraph | status | tests |
|---|---|---|
| texts, IRIs, unbound variables | come back as they are; XML is 406 for characters it forbids | test_results.py |
| quoting of CSV | what must be is quoted, IRIs as well | test_results.py |
| datatypes | stay; numbers are kept by value: `1.50` comes back as `1.5`, `01` as `1` | test_results.py |
| language tags | in lower case, as RDF allows; directions stay | test_results.py |
| triple terms | everywhere but in JSON-LD (406); in CSV as TSV writes them | test_results.py |
| truth values | JSON and XML only: CSV and TSV have none | test_formats.py |
"""
