import type { CorsService } from '../cors.service.js';
import { explainForm } from './explain-form.js';
import { questionOf, readFields, type Fields } from './explain-query.js';
import { explanationSection } from './explanation-section.js';
import { markup, type Markup } from './markup.js';

/** The part of a page in which one can ask, with what has been asked. */
export interface Asked {
  /** The answer in one line, where something has been asked. */
  readonly title?: string;
  readonly section: Markup;
}

/** Asks what the query of an address says, and shows the form with the answer. */
export async function ask(
  cors: CorsService,
  query: Readonly<Record<string, unknown>>,
): Promise<Asked> {
  const fields = readFields(query);
  const { title, form, answer } = await answered(cors, fields);
  const section = markup`<section id="explain" aria-labelledby="explain-title">
<h2 id="explain-title">Explain a request</h2>
<p>What a browser would do with it, decided by the policies that serve requests. Nothing is sent, and no handler runs.</p>
${form}
${answer}</section>`;
  return { ...(title !== undefined && { title }), section };
}

interface Answered {
  readonly title?: string;
  readonly form: Markup;
  readonly answer?: Markup;
}

async function answered(cors: CorsService, fields: Fields): Promise<Answered> {
  const question = questionOf(fields);
  if (question === undefined) return { form: explainForm(fields) };
  try {
    const explained = await cors.explain(question);
    const line = `${fields.method} ${fields.path} from ${fields.origin}`;
    const asked = fields.credentials ? `${line}, with credentials` : line;
    return {
      title: `${explained.granted ? 'Granted' : 'Blocked'}: ${asked}`,
      form: explainForm(fields),
      answer: explanationSection(asked, explained),
    };
  } catch (error) {
    // What is no path is the one thing that has no explanation.
    if (!(error instanceof TypeError)) throw error;
    return { title: 'Not a path', form: explainForm(fields, error.message) };
  }
}
