// A real OpenID Connect provider for the tests. Arguments: the folder with node_modules, the client's redirect addresses.
// It prints its issuer, and ends when its standard input does. POST /_next {"claims": …, "token": …, "delay": …} changes what it does next.
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, ...redirects] = process.argv.slice(2);
const from = createRequire(join(folder, "here.js"));
const load = (name) => import(pathToFileURL(from.resolve(name)));
const { Provider } = await load("oidc-provider");
const jose = await load("jose");

const SECRET = "a secret that both sides know, long enough for a key";
const { publicKey: _, privateKey } = await jose.generateKeyPair("RS256", { extractable: true });
const foreign = await jose.generateKeyPair("RS256", { extractable: true });
const key = { ...(await jose.exportJWK(privateKey)), alg: "RS256", use: "sig", kid: "first" };

const people = new Map();
let next = {};

const account = (_, id) => ({
  accountId: id,
  claims: () => ({
    sub: id,
    email: `${id}@example.org`,
    email_verified: true,
    preferred_username: id,
    ...people.get(id),
  }),
});

const server = createServer();
await new Promise((done) => {
  server.listen(0, "127.0.0.1", done);
});
const issuer = `http://127.0.0.1:${server.address().port}`;
const provider = new Provider(issuer, {
  clients: [{ client_id: "milepost", client_secret: SECRET, redirect_uris: redirects }],
  jwks: { keys: [key] },
  cookies: { keys: ["only for tests"] },
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["preferred_username", "name"] },
  conformIdTokenClaims: process.env.CLAIMS !== "in-token",
  pkce: { required: () => true },
  features: { devInteractions: { enabled: true } },
  findAccount: account,
  ttl: { Session: 3600, Interaction: 3600, Grant: 3600, AccessToken: 600, IdToken: 600, AuthorizationCode: 60 },
});

async function resigned(token, changed) {
  const claims = { ...jose.decodeJwt(token), ...changed.claims };
  if (changed.alg === "none") return new jose.UnsecuredJWT(claims).encode();
  const by = { HS256: new TextEncoder().encode(SECRET), foreign: foreign.privateKey }[changed.alg] ?? privateKey;
  const alg = changed.alg === "HS256" ? "HS256" : "RS256";
  return new jose.SignJWT(claims).setProtectedHeader({ alg, kid: changed.kid ?? "first" }).sign(by);
}

provider.use(async (ctx, go) => {
  const { delay, ...rest } = next;
  if (delay && ctx.path === delay.path) await new Promise((done) => setTimeout(done, delay.milliseconds));
  if (rest.broken?.[ctx.path] !== undefined) {
    ctx.status = rest.broken[ctx.path].status ?? 200;
    ctx.body = rest.broken[ctx.path].body ?? "";
    return;
  }
  await go();
  if (ctx.path === "/token" && ctx.body?.id_token && rest.token) {
    ctx.body = { ...ctx.body, id_token: await resigned(ctx.body.id_token, rest.token) };
  }
  if (ctx.path === "/me" && rest.userinfo) ctx.body = { ...ctx.body, ...rest.userinfo };
});

const handle = provider.callback();
server.on("request", async (request, response) => {
  if (request.url !== "/_next") return handle(request, response);
  let text = "";
  for await (const part of request) text += part;
  const { people: told, ...rest } = JSON.parse(text);
  for (const [id, claims] of Object.entries(told ?? {})) people.set(id, claims);
  next = rest;
  response.end();
});

process.stdin.on("end", () => process.exit(0)).resume();
console.log(issuer);
