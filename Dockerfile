# What README.md says to type, in a machine of its own. The Pulumi CLI is not in it: mount one, or build on an image
# that has it (--build-arg BASE=…, any with Node 24 and npm).
ARG BASE=node:24-bookworm-slim
FROM ${BASE}
WORKDIR /opt/whodrift
COPY . .
RUN npm ci
RUN ln -s /opt/whodrift/bin/whodrift.js /usr/local/bin/whodrift
# Where whodrift.yaml and .whodrift are mounted; `node` is the user 1000 of the base.
WORKDIR /work
RUN chown node:node /work
USER node
ENTRYPOINT ["whodrift"]
