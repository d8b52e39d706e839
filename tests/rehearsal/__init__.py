"""make rehearsal: the clinic started from its image, compose file and Caddyfile as docs/deploy.md says, and lived in.

reading   compose.py, dockerfile.py, documents.py: what is written becomes values
making    image.py: the image by a builder, or its steps by hand; containers.py runs a service as the file says
living    walk.py: what people do; __main__.py: the order of it, with seconds
"""
