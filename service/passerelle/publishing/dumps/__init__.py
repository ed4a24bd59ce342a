"""The files that the data set is downloaded as: what makes each of them, what is listed of them.

    products     a file to be made, and what it is made from
    makers       the list of all that make files: a line adds one
    rdf          the serialisations of RDF
    tables …     a CSV table for each class, with CSVW metadata
    croissant    a description of the files in Croissant
    packing      compression, sizes and checksums
    making       writes all files into a folder
    listing      what is known of them afterwards

The same data give the same bytes: statements are sorted, and nothing tells when or where a file was made.
"""
