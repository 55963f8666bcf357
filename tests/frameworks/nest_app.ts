// NestJS with @nestjs/swagger: pets in memory.
import "reflect-metadata";
import { BadRequestException, Body, CanActivate, Controller, ExecutionContext, Get, HttpCode, Injectable, Module, NotFoundException, Param, ParseIntPipe, Post, Query, UnauthorizedException, UploadedFile, UseGuards, UseInterceptors } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import { FileInterceptor } from "@nestjs/platform-express";
import { ApiBearerAuth, ApiBody, ApiConsumes, ApiCreatedResponse, ApiExtraModels, ApiNotFoundResponse, ApiOkResponse, ApiProperty, ApiPropertyOptional, ApiQuery, DocumentBuilder, SwaggerModule, getSchemaPath } from "@nestjs/swagger";

enum Status { available = "available", sold = "sold" }
class NewPet {
  @ApiProperty() name: string;
  @ApiProperty({ enum: Status, enumName: "Status" }) status: Status;
  @ApiPropertyOptional({ type: String, nullable: true }) tag?: string | null;
  @ApiProperty({ type: String }) opens: string;
  @ApiPropertyOptional({ type: Date, nullable: true }) born?: Date | null;
  @ApiProperty() price: number;
}
class Pet extends NewPet { @ApiProperty({ type: "integer" }) id: number; }
class Page { @ApiProperty({ type: [Pet] }) items: Pet[]; @ApiProperty({ type: "integer" }) total: number; }
class Problem { @ApiProperty() statusCode: number; @ApiProperty() message: string; }
class Photo { @ApiProperty({ type: "string", format: "binary" }) file: any; @ApiProperty() caption: string; }
class Stored { @ApiProperty({ type: "integer" }) size: number; @ApiProperty() caption: string; }
class Cat { @ApiProperty({ enum: ["cat"] }) kind: string; @ApiProperty({ type: "integer" }) lives: number; }
class Dog { @ApiProperty({ enum: ["dog"] }) kind: string; @ApiProperty() bark: boolean; }
class Credentials { @ApiProperty() user: string; @ApiProperty() password: string; }
class Token { @ApiProperty() token: string; }
const ANIMAL = () => ({ oneOf: [{ $ref: getSchemaPath(Cat) }, { $ref: getSchemaPath(Dog) }], discriminator: { propertyName: "kind", mapping: { cat: getSchemaPath(Cat), dog: getSchemaPath(Dog) } } });
const pets: Record<number, any> = {};
for (const id of [1, 2, 3]) pets[id] = { id, name: `p${id}`, status: "sold", tag: null, opens: "09:30:00", born: "2020-01-01T00:00:00Z", price: 1.5 };

@Injectable()
class Signed implements CanActivate {
  canActivate(context: ExecutionContext) {
    if (context.switchToHttp().getRequest().headers.authorization !== "Bearer secret") throw new UnauthorizedException();
    return true;
  }
}
@ApiBearerAuth() @UseGuards(Signed) @Controller("pets")
class PetsController {
  @Get() @ApiOkResponse({ type: Page }) @ApiQuery({ name: "limit", required: false, type: "integer" }) @ApiQuery({ name: "offset", required: false, type: "integer" })
  findAll(@Query("limit") limit = "2", @Query("offset") offset = "0") { const all = Object.values(pets); return { items: all.slice(+offset, +offset + +limit), total: all.length }; }
  @Post() @ApiCreatedResponse({ type: Pet })
  create(@Body() pet: NewPet) { if (typeof pet.name !== "string") throw new BadRequestException(); const id = Object.keys(pets).length + 1; return (pets[id] = { id, ...pet }); }
  @Get(":petId") @ApiOkResponse({ type: Pet }) @ApiNotFoundResponse({ type: Problem })
  findOne(@Param("petId", ParseIntPipe) petId: number) { if (!pets[petId]) throw new NotFoundException("no such pet"); return pets[petId]; }
  @Post(":petId/photo") @ApiConsumes("multipart/form-data") @ApiBody({ type: Photo }) @ApiCreatedResponse({ type: Stored }) @UseInterceptors(FileInterceptor("file"))
  uploadPhoto(@Param("petId", ParseIntPipe) petId: number, @UploadedFile() file: any, @Body("caption") caption: string) { return { size: file.size, caption }; }
}
@ApiBearerAuth() @UseGuards(Signed) @ApiExtraModels(Cat, Dog) @Controller("animals")
class AnimalsController { @Post() @HttpCode(200) @ApiBody({ schema: ANIMAL() }) @ApiOkResponse({ schema: ANIMAL() }) add(@Body() animal: any) { return animal; } }
@Controller("login")
class LoginController { @Post() @HttpCode(200) @ApiConsumes("application/x-www-form-urlencoded") @ApiOkResponse({ type: Token }) logIn(@Body() given: Credentials) { return { token: given.password === "pw" ? "secret" : "" }; } }
@Module({ controllers: [PetsController, AnimalsController, LoginController] })
class Shop {}
async function main() {
  const app = await NestFactory.create(Shop, { logger: false });
  const document = SwaggerModule.createDocument(app, new DocumentBuilder().setTitle("Nest").setVersion("1").addBearerAuth().build());
  SwaggerModule.setup("docs", app, document, { jsonDocumentUrl: "openapi.json" });
  await app.listen(Number(process.argv[2]), "127.0.0.1");
}
main();
