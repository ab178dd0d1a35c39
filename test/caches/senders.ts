/** Who asks: two origins that are allowed, one that is not, and somebody who sends no `Origin`. */
export const SENDERS = {
  A: 'https://a.example',
  B: 'https://b.example',
  evil: 'https://evil.example',
  none: undefined,
} as const;
export type Sender = keyof typeof SENDERS;

export const ALLOWED = [SENDERS.A, SENDERS.B];

const senders = Object.keys(SENDERS) as Sender[];

/** Every order of two. */
export const ORDERS = senders.flatMap((first) =>
  senders.filter((second) => second !== first).map((second) => [first, second] as const),
);

/** Whose grant a response carries. */
export function grantOf(cors: Readonly<Record<string, string>>): string {
  const granted = cors['access-control-allow-origin'];
  if (granted === undefined) return 'none';
  return senders.find((sender) => SENDERS[sender] === granted) ?? granted;
}
