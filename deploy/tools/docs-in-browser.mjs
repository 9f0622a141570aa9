// Opens /docs, signs in through Keycloak with a code and PKCE, tries GET /v1/me, sees 200 and the user's name; nothing may be asked of another machine on the way.
import { chromium } from "playwright-core";

const [origin, user] = process.argv.slice(2);
const here = new URL(origin);
const browser = await chromium.launch({
  executablePath: process.env.FAROL_BROWSER,
  args: ["--no-sandbox", "--disable-dev-shm-usage", `--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE ${here.hostname}`],
});
try {
  const context = await browser.newContext();
  context.setDefaultTimeout(30_000);
  const elsewhere = new Set();
  const authorizations = [];
  context.on("request", (request) => {
    const url = new URL(request.url());
    if (!["data:", "blob:"].includes(url.protocol) && url.host !== here.host) elsewhere.add(url.href);
    if (url.pathname.endsWith("/protocol/openid-connect/auth")) authorizations.push(url.searchParams);
  });
  const page = await context.newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(error.message));

  await page.goto(origin + "/docs");
  await page.locator(".auth-wrapper .btn.authorize").first().click();
  const login = page.locator(".auth-container", { hasText: "authorizationCode" });
  await login.locator("input[type=checkbox]").first().check({ force: true });
  const opening = context.waitForEvent("page");
  await login.locator("button.authorize").click();
  const form = await opening;
  await form.locator("#username").fill(user);
  await form.locator("#password").fill(process.env.FAROL_PASSWORD);
  const closing = form.waitForEvent("close");
  await form.locator("#kc-login").click();
  await closing;
  await login.locator("button", { hasText: "Logout" }).waitFor();
  await page.locator(".auth-btn-wrapper .btn-done").first().click();

  // Beyond 150 operations Swagger UI renders only those in view: found as a person finds one, by the filter.
  await page.locator(".operation-filter-input").fill("/v1/me");
  const operation = page.locator(".opblock", { has: page.locator('[data-path="/v1/me"]') });
  await operation.locator(".opblock-summary-control").click();
  const answered = page.waitForResponse((answer) => new URL(answer.url()).pathname === "/v1/me");
  await operation.getByRole("button", { name: "Execute" }).click();
  const answer = await answered;
  const me = await answer.json();
  const shown = (await operation.locator(".live-responses-table tbody .response-col_status").first().innerText()).trim();

  const pkce = authorizations.map((query) => `${query.get("client_id")} ${query.get("response_type")} ${query.get("code_challenge_method")}`);
  const wrong = [
    [pkce.join(), "farol-web code S256"],
    [answer.status(), 200],
    [me.name, user],
    [shown.split("\n")[0], "200"],
    [[...elsewhere].join(), ""],
    [errors.join(), ""],
  ].filter(([seen, wanted]) => seen !== wanted);
  wrong.forEach(([seen, wanted]) => console.error(`  /docs in a browser: ${seen}, expected ${wanted}`));
  if (!wrong.length) console.log(`  /docs in a browser: signed in as ${me.name} (PKCE), GET /v1/me answered ${shown.split("\n")[0]}, nothing was asked of another machine`);
  process.exitCode = wrong.length ? 1 : 0;
} catch (error) {
  console.error("  /docs in a browser: " + error.message);
  process.exitCode = 1;
} finally {
  await browser.close();
}
