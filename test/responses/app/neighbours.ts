import type { DynamicModule, INestApplication } from '@nestjs/common';
import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { GraphQLModule, Query, Resolver } from '@nestjs/graphql';
import { ServeStaticModule } from '@nestjs/serve-static';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { join } from 'node:path';

@Resolver()
export class CatsResolver {
  @Query() cats() {
    return ['Tom'];
  }
}

/** What answers without a controller, and so has the policy of the root. */
export const neighbours = (): DynamicModule[] => [
  ServeStaticModule.forRoot({
    rootPath: join(process.cwd(), 'test/responses/app/static'),
    serveRoot: '/static',
  }),
  GraphQLModule.forRoot<ApolloDriverConfig>({
    driver: ApolloDriver,
    typeDefs: 'type Query { cats: [String!]! }',
  }),
];

export function setUpSwagger(app: INestApplication): void {
  const document = SwaggerModule.createDocument(app, new DocumentBuilder().build());
  SwaggerModule.setup('swagger', app, document);
}
