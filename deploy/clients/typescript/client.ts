// A front end's use of the generated types: against the running API as it is, and against answers that hold values and fields which this client has never heard of.
import createClient from "openapi-fetch";
import type { components, paths } from "./api.js";

type Account = components["schemas"]["AccountView"];

const TOMORROW = "VALUE_OF_TOMORROW";
declare const process: { argv: string[]; env: Record<string, string | undefined> };
const origin = process.argv[2];
const token = process.env.FAROL_TOKEN;
if (!origin || !token) {
  throw new Error("usage: FAROL_TOKEN=… node client.js ORIGIN");
}

function farol(fetched: (request: Request) => Promise<Response>) {
  return createClient<paths, "application/json">({ baseUrl: origin, headers: { Authorization: `Bearer ${token}` }, fetch: fetched });
}

/** What a newer server may answer: other values of enumerations, more fields. */
async function ofTomorrow(request: Request): Promise<Response> {
  const answer = await fetch(request);
  const text = (await answer.text())
    .replace(/"(state|phase)":"[A-Z_]+"/g, `"$1":"${TOMORROW}","fieldOf_$1":[{"x":1}]`)
    .replace(/"can":\[/g, `"can":["${TOMORROW}",`);
  return new Response(text, { status: answer.status, headers: { "Content-Type": "application/json" } });
}

/** A switch with a default is what an open enumeration asks for. */
function label(account: Account): string {
  switch (account.state) {
    case "ACTIVE":
      return "active";
    default:
      return `other (${account.state})`;
  }
}

function check(holds: boolean, what: string): asserts holds {
  if (!holds) {
    throw new Error(what);
  }
}

async function run(): Promise<void> {
  for (const [fetched, isOfTomorrow] of [[fetch, false], [ofTomorrow, true]] as const) {
    const api = farol(fetched);
    const accounts = await api.GET("/v1/accounts", { params: { query: { pageSize: 5 } } });
    const onboardings = await api.GET("/v1/onboardings", { params: { query: { pageSize: 5 } } });
    const statement = await api.GET("/v1/mrr/statement", { params: { query: { from: "2026-01", to: "2026-03" } } });
    const account = accounts.data?.items[0];
    const onboarding = onboardings.data?.items[0];
    check(account !== undefined, `an account: ${JSON.stringify(accounts.error)}`);
    check(onboarding !== undefined, `an onboarding: ${JSON.stringify(onboardings.error)}`);
    check(statement.data?.months.length === 3, `three months: ${JSON.stringify(statement.error)}`);
    check((account.state === TOMORROW) === isOfTomorrow, `state ${account.state}`);
    check((onboarding.phase === TOMORROW) === isOfTomorrow, `phase ${onboarding.phase}`);
    console.log(`  TypeScript client: ${account.name} is ${label(account)}, ${onboarding.accountName} in ${onboarding.phase}`);
  }
}

await run();
