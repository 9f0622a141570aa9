// Shows /openapi and signs in through Keycloak: the published document knows only "bearer", where to get one is this installation's affair.
const json = async (path) => (await fetch(path, { headers: { Accept: "application/json" } })).json();

Promise.all([json("/openapi"), json("/client-config.json")]).then(([spec, config]) => {
  const protocol = config.issuer + "/protocol/openid-connect";
  spec.servers = [{ url: location.origin }];
  spec.components ??= {};
  spec.components.securitySchemes ??= {};
  spec.components.securitySchemes.login = {
    type: "oauth2",
    description: "Sign in with Keycloak (code + PKCE).",
    flows: {
      authorizationCode: { authorizationUrl: protocol + "/auth", tokenUrl: protocol + "/token", scopes: { openid: "who you are" } },
    },
  };
  const withLogin = (requirements) => (requirements?.length ? [{ login: ["openid"] }, ...requirements] : requirements);
  spec.security = withLogin(spec.security);
  for (const path of Object.values(spec.paths ?? {})) {
    for (const operation of Object.values(path)) {
      if (operation && operation.security) operation.security = withLogin(operation.security);
    }
  }
  const ui = SwaggerUIBundle({
    spec,
    dom_id: "#docs",
    deepLinking: true,
    filter: true,
    persistAuthorization: false,
    tryItOutEnabled: true,
    oauth2RedirectUrl: location.origin + "/docs/oauth2-redirect.html",
  });
  ui.initOAuth({ clientId: config.clientId, scopes: "openid", usePkceWithAuthorizationCodeGrant: true });
});
