// Events as the gateways of AWS send them.
const base = { isBase64Encoded: false, body: null, resource: '/{proxy+}', stageVariables: null };
const identity = { sourceIp: '203.0.113.1', userAgent: 'a' };

const lower = (headers) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
const lists = (headers) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]));

/** Each makes an event of a request. */
export const events = {
  'API Gateway, version 1': ({ method, path, headers }) => ({
    ...base,
    httpMethod: method,
    path,
    headers: { Host: 'api.example.com', ...headers },
    multiValueHeaders: lists({ Host: 'api.example.com', ...headers }),
    queryStringParameters: null,
    multiValueQueryStringParameters: null,
    pathParameters: { proxy: path.slice(1) },
    requestContext: {
      resourceId: 'r',
      resourcePath: '/{proxy+}',
      httpMethod: method,
      path,
      stage: 'test',
      requestId: '1',
      apiId: 'a',
      identity,
    },
  }),
  'API Gateway, version 2': ({ method, path, headers }) => ({
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: '',
    cookies: [],
    headers: lower({ Host: 'api.example.com', ...headers }),
    requestContext: {
      http: { method, path, protocol: 'HTTP/1.1', ...identity },
      domainName: 'api.example.com',
      requestId: '1',
      routeKey: '$default',
      stage: '$default',
    },
    isBase64Encoded: false,
  }),
  ALB: ({ method, path, headers }) => ({
    requestContext: { elb: { targetGroupArn: 'arn:aws:elasticloadbalancing:a:1:targetgroup/a/1' } },
    httpMethod: method,
    path,
    queryStringParameters: {},
    headers: lower({ Host: 'api.example.com', ...headers }),
    body: '',
    isBase64Encoded: false,
  }),
};

/** The response of a gateway: its status, headers by name in lower case, and text. */
export function responseOf({
  statusCode,
  headers,
  multiValueHeaders,
  cookies,
  body,
  isBase64Encoded,
}) {
  const fields = Object.entries({ ...multiValueHeaders, ...headers });
  return {
    status: statusCode,
    headers: Object.fromEntries(
      fields.map(([name, value]) => [name.toLowerCase(), [value].flat().join(', ')]),
    ),
    cookies,
    body: isBase64Encoded ? Buffer.from(body, 'base64').toString() : body,
  };
}
