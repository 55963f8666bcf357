// Fastify with @fastify/swagger: pets in memory.
const app = require("fastify")({ ajv: { customOptions: { discriminator: true, strict: false } } });
const nullable = (type, more) => ({ type, nullable: true, ...more });
const pet = {
  name: { type: "string" }, status: { type: "string", enum: ["available", "sold"] }, tag: nullable("string"),
  opens: { type: "string" }, born: nullable("string", { format: "date-time" }), price: { type: "number" },
};
const answers = (code, schema, more) => ({ [code]: { description: "ok", ...schema }, ...more });
const problem = { description: "wrong", type: "object", properties: { statusCode: { type: "integer" }, error: { type: "string" }, message: { type: "string" } } };
const pets = {};
for (const id of [1, 2, 3]) pets[id] = { id, name: `p${id}`, status: "sold", tag: null, opens: "09:30:00", born: "2020-01-01T00:00:00Z", price: 1.5 };
const signed = { preValidation: async (request, reply) => { if (request.headers.authorization !== "Bearer secret") return reply.code(401).send({ statusCode: 401, error: "Unauthorized", message: "no" }); } };
const security = [{ token: [] }];
async function main() {
  await app.register(require("@fastify/multipart"), { attachFieldsToBody: true });
  await app.register(require("@fastify/formbody"));
  await app.register(require("@fastify/swagger"), { openapi: { openapi: "3.0.3", info: { title: "Fastify", version: "1" }, components: { securitySchemes: { token: { type: "http", scheme: "bearer" } } } }, refResolver: { buildLocalReference: (json, base, uri, i) => json.$id || `def-${i}` } });
  app.addSchema({ $id: "Pet", type: "object", required: ["id", "name", "status", "opens", "price"], properties: { id: { type: "integer" }, ...pet } });
  app.addSchema({ $id: "Cat", type: "object", required: ["kind", "lives"], properties: { kind: { type: "string", enum: ["cat"] }, lives: { type: "integer" } } });
  app.addSchema({ $id: "Dog", type: "object", required: ["kind", "bark"], properties: { kind: { type: "string", enum: ["dog"] }, bark: { type: "boolean" } } });
  const animal = { oneOf: [{ $ref: "Cat#" }, { $ref: "Dog#" }] };
  app.after(() => {
    app.get("/pets", { ...signed, schema: { operationId: "listPets", tags: ["pets"], security, querystring: { type: "object", properties: { limit: { type: "integer", default: 2 }, offset: { type: "integer", default: 0 } } }, response: answers(200, { type: "object", required: ["items", "total"], properties: { items: { type: "array", items: { $ref: "Pet#" } }, total: { type: "integer" } } }) } },
      async (request) => ({ items: Object.values(pets).slice(request.query.offset, request.query.offset + request.query.limit), total: Object.keys(pets).length }));
    app.post("/pets", { ...signed, schema: { operationId: "createPet", tags: ["pets"], security, body: { type: "object", required: ["name", "status", "opens", "price"], properties: pet }, response: answers(201, { $ref: "Pet#" }, { 400: problem }) } },
      async (request, reply) => { const id = Object.keys(pets).length + 1; pets[id] = { id, ...request.body }; reply.code(201); return pets[id]; });
    app.get("/pets/:petId", { ...signed, schema: { operationId: "getPet", tags: ["pets"], security, params: { type: "object", properties: { petId: { type: "integer" } } }, response: answers(200, { $ref: "Pet#" }, { 404: problem }) } },
      async (request, reply) => pets[request.params.petId] || reply.code(404).send({ statusCode: 404, error: "Not Found", message: "no such pet" }));
    app.post("/pets/:petId/photo", { ...signed, validatorCompiler: () => () => true, schema: { operationId: "uploadPhoto", tags: ["pets"], security, consumes: ["multipart/form-data"], params: { type: "object", properties: { petId: { type: "integer" } } }, body: { type: "object", required: ["file", "caption"], properties: { file: { type: "string", format: "binary" }, caption: { type: "string" } } }, response: answers(200, { type: "object", required: ["size", "caption"], properties: { size: { type: "integer" }, caption: { type: "string" } } }) } },
      async (request) => ({ size: (await request.body.file.toBuffer()).length, caption: request.body.caption.value }));
    app.post("/animals", { ...signed, schema: { operationId: "addAnimal", tags: ["animals"], security, body: animal, response: answers(200, animal) } }, async (request) => request.body);
    app.post("/login", { schema: { operationId: "logIn", tags: ["login"], consumes: ["application/x-www-form-urlencoded"], body: { type: "object", required: ["user", "password"], properties: { user: { type: "string" }, password: { type: "string" } } }, response: answers(200, { type: "object", required: ["token"], properties: { token: { type: "string" } } }) } },
      async (request) => ({ token: request.body.password === "pw" ? "secret" : "" }));
  });
  app.get("/openapi.json", { schema: { hide: true } }, async () => app.swagger());
  await app.listen({ host: "127.0.0.1", port: Number(process.argv[2]) });
}
main();
