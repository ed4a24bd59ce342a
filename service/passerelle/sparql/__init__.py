"""The SPARQL endpoint, the graphs behind it and their description, over HTTP; reading only.

What we claim, by the paragraphs of each specification, and the tests that hold it (below `tests/`):

SPARQL 1.1 Protocol (https://www.w3.org/TR/sparql11-protocol/)

| paragraph | status | tests |
|---|---|---|
| query via GET, URL-encoded POST, POST directly | yes; HEAD as GET; also by the method QUERY of HTTP | sparql/test_protocol.py |
| specifying an RDF data set | yes; several default graphs are a true merge; wins over FROM | conformance/test_protocol_suite.py |
| parameters that are not of the protocol | ignored, but for `format` and `timeout`, which are ours | sparql/test_protocol.py |
| parameters beside a form, in its address | 400 for those of the protocol | sparql/test_protocol.py |
| accepted response formats | q-values, wildcards; 406 lists what is offered; `format` wins | sparql/test_formats.py |
| success and failure responses | yes; failures are problem documents (RFC 9457) | sparql/test_protocol.py |
| update operation | refused: 400, or 415 for its media type | conformance/test_protocol_suite.py |
| policy considerations | no SERVICE, no LOAD, no fetching of graphs; limits | sparql/test_limits.py |

SPARQL 1.1 Graph Store HTTP Protocol (https://www.w3.org/TR/sparql11-http-rdf-update/)

| paragraph | status | tests |
|---|---|---|
| direct graph identification | `/graph/{name}` for graphs whose IRI is ours | sparql/test_graph_store.py |
| indirect graph identification | `/graphs?graph=IRI`, `/graphs?default`; 400 for a relative IRI | sparql/test_graph_store.py |
| the graph store itself | `/graphs` lists the graphs (left open by the specification) | sparql/test_graph_store.py |
| GET, HEAD, content negotiation | yes, in four formats; 404 for a graph that is not there | conformance/test_graph_store_suite.py |
| PUT, POST, DELETE, PATCH | no: 405 with Allow | conformance/test_graph_store_suite.py |

SPARQL 1.1 Service Description (https://www.w3.org/TR/sparql11-service-description/), VoID (https://www.w3.org/TR/void/)

| paragraph | status | tests |
|---|---|---|
| accessing a service description | GET of the endpoint without a query; a form for browsers | sparql/test_description.py |
| instances and properties | languages, formats, functions, data set with sizes of graphs | sparql/test_description.py |
| statistics of VoID | triples, subjects, objects, classes and properties with their sizes | sparql/test_description.py |
| the page for people | French and English, without script | sparql/test_form_page.py |

Results in JSON, XML, CSV and TSV (https://www.w3.org/TR/sparql11-results-json/, …/rdf-sparql-XMLres/,
…/sparql11-results-csv-tsv/), with the terms of RDF 1.2

| paragraph | status | tests |
|---|---|---|
| texts, IRIs, unbound variables | come back as they are; XML is refused (406) for characters it forbids | sparql/test_results.py |
| quoting of CSV | what must be is quoted, IRIs as well | sparql/test_results.py |
| datatypes | stay; numbers are kept by value: `1.50` comes back as `1.5`, `01` as `1` | sparql/test_results.py |
| language tags | in lower case, as RDF allows; directions stay | sparql/test_results.py |
| triple terms | in JSON, XML, TSV, Turtle, N-Triples, RDF/XML; in CSV as TSV writes them; JSON-LD is 406 | sparql/test_results.py |
| truth values | JSON and XML only: CSV and TSV have none | sparql/test_formats.py |
"""
