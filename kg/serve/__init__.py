"""The page over a live graph, and a SPARQL endpoint, over HTTP.

listen    the socket, the server, the start and the end
app       which address is answered by what
protocol  a request of the SPARQL 1.1 Protocol -> a question
live      the newest graph that is whole, and the change to the next
pool      processes that answer, stopped when they take too long
worker    such a process; `answer` is what it does
linked    an IRI of the graph -> what is known about it
search    entities by their names, for pages
subgraph  statements with all that the viewer reads of them, as a query
overview  what a page of the whole graph shows at first, and tells of the rest
show      the graph -> a page of the viewer, or JSON for one; `draw` is the process that does it

Import what is needed from its module: a worker starts again after each query that was
stopped, and must not wait for a web framework.
"""
