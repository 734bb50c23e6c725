# The server: `docker build .`; what brings a schema up to date: `docker build --target migrate .`
# hadolint global ignore=DL3008
# (Versions of packages are Debian's: pinned ones would go away with each security update.)

FROM swift:6.3-bookworm AS build
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libpq-dev pkg-config zlib1g-dev \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
# All targets' folders, since Package.swift names them; only `podium` is built. Package.resolved may not be there.
COPY Package.swift Package.resolve[d] ./
COPY Sources Sources
COPY Tests Tests
COPY bench bench
COPY examples examples
# .build is kept from build to build: only what changed is compiled. With Swift's libraries in it, the image needs none.
RUN --mount=type=cache,target=/src/.build \
    swift build --configuration release --product podium --static-swift-stdlib \
    && install -D "$(swift build --configuration release --static-swift-stdlib --show-bin-path)/podium" /out/podium \
    && strip /out/podium

# The descriptions of the API, and the pages where there are some.
FROM debian:bookworm-slim AS share
WORKDIR /src
COPY . .
RUN mkdir /out \
    && cp openapi.yaml asyncapi.yaml /out/ \
    && if [ -d web ]; then cp -R web /out/web; fi

FROM debian:bookworm-slim AS migrate
RUN apt-get update \
    && apt-get install --yes --no-install-recommends postgresql-client \
    && rm -rf /var/lib/apt/lists/*
COPY migrations /usr/local/share/podium/migrations
USER 10001:10001
ENTRYPOINT ["/usr/local/share/podium/migrations/migrate"]

FROM debian:bookworm-slim AS server
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates libpq5 libstdc++6 zlib1g \
    && rm -rf /var/lib/apt/lists/*
COPY --from=share /out /usr/local/share/podium
COPY --from=build /out/podium /usr/local/bin/podium
ENV PODIUM_HOST=0.0.0.0 PODIUM_PORT=8080
EXPOSE 8080
USER 10001:10001
STOPSIGNAL SIGTERM
# Alive, not ready: nobody is helped by a restart while PostgreSQL is away.
HEALTHCHECK --interval=5s --timeout=3s --start-period=30s --retries=3 CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/$PODIUM_PORT && printf 'GET /api/health/live HTTP/1.1\\r\\nHost: podium\\r\\nConnection: close\\r\\n\\r\\n' >&3 && read -r _ status _ <&3 && [ \"$status\" = 200 ]"]
ENTRYPOINT ["podium"]
CMD ["serve"]
