import { expect, it } from '@jest/globals';
import { CorsConfigurationError } from 'nestjs-cors';
import { platforms, type Platform, TestApp } from '../support/test-app.js';
import { tenFaults } from './ten-faults.js';

it('ten faults in five places are reported in one throw', async () => {
  const { issues, message } = await thrown('express');
  expect(issues).toHaveLength(10);
  expect(new Set(issues.map(({ source }) => source)).size).toBe(5);
  expect(message).toMatchInlineSnapshot(`
    "the CORS configuration has 10 issues, and the app does not start

      CorsModule.forRoot
        - origin "https://app.example.com/" is not a serialized origin: remove the trailing slash (in CatsController.list, DogsController.list, DogsController.known)
        - origin /\\.example\\.com$/ matches a part of an origin: write "https://*.example.com" (in CatsController.list, DogsController.list, DogsController.known)

      policies.partner
        - maxAge -2 is out of range: write a whole number from -1 to 86400 (seconds) (in DogsController.lost)
        - \`origin\` "http://partner.example" from policies.partner, \`credentials\` from CorsModule.forRoot: "http://partner.example" is not encrypted: whoever is on the way could use the credentials: write "https://partner.example", or set dangerouslyAllowInsecureOrigins: ["http://partner.example"] (in DogsController.lost)

      CatsController
        - origins is set, but there is no such option: write \`origin\`, or remove it
        - maxAge "600" is not a number: write a whole number from -1 to 86400 (seconds) (in CatsController.list, CatsController.create)

      CatsController.create
        - methods "TRACE" is a method that no script can send: remove it
        - \`origin\` "*" from \`@Cors\` on CatsController.create, \`credentials\` from CorsModule.forRoot: "*" is any origin, which cannot have credentials: list the origins, or set credentials: false

      DogsController
        - allowedHeaders "Cookie" is a request header that no script can set: remove it (in DogsController.list, DogsController.known)
        - \`exposedHeaders\` "*" from \`@Cors\` on DogsController, \`credentials\` from CorsModule.forRoot: "*" is a header called "*" where there are credentials: name the headers, or set credentials: false (in DogsController.list, DogsController.known)
    "
  `);
});

it.each(platforms)('the same ten on %s', async (platform) => {
  expect(await thrown(platform)).toEqual(await thrown('express'));
});

async function thrown(platform: Platform): Promise<CorsConfigurationError> {
  const error: unknown = await TestApp.start(platform, tenFaults()).catch(
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(CorsConfigurationError);
  return error as CorsConfigurationError;
}
