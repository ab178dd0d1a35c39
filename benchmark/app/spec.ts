/** How an app does CORS. */
export type Contestant = 'no CORS' | 'enableCors' | 'delegate' | 'nestjs-cors';

/** The app that a process runs. */
export interface AppSpec {
  readonly platform: 'express' | 'fastify';
  readonly contestant: Contestant;
  /** How many controllers there are, each with ten routes. */
  readonly controllers: number;
  /** How many policies the controllers share out among them; none if the whole app has one. */
  readonly policies: number;
}

/** What the process of an app says of itself once it listens. */
export interface Listening {
  readonly port: number;
  /** From nothing to listening. */
  readonly milliseconds: number;
  /** The heap then, without garbage. */
  readonly bytes: number;
}

/** The path of a controller. */
export const pathOf = (controller: number) => `resource-${controller}`;

/** The number of the policy of a controller. */
export const policyNumber = ({ policies }: AppSpec, controller: number) =>
  policies === 0 ? 0 : controller % policies;
