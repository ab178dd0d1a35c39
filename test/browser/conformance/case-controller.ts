import {
  All,
  Controller,
  Header,
  HttpException,
  Query,
  Redirect,
  Sse,
  UseGuards,
  type Type,
} from '@nestjs/common';
import { of } from 'rxjs';
import { Cors } from 'nestjs-cors';
import { originOf, type Ports } from '../support/site.js';
import { optionsOf, type BrowserCase } from './browser-case.js';

/** A controller at `/w/<id>` that has the policy of a case, and answers as its `route` says. */
export function caseController(browserCase: BrowserCase, ports: Ports): Type {
  const { id, policy } = browserCase;
  const controller = answering(browserCase, ports);
  Controller(`w/${id}`)(controller);
  if (policy) Cors(optionsOf(policy, ports))(controller);
  return controller;
}

function answering({ id, target, route = {} }: BrowserCase, ports: Ports): Type {
  const { status, redirect, to, sse } = route;

  class AnsweringController {
    @Header('X-A', 'a') @Header('X-B', 'b') @All() answer() {
      return 'the answer';
    }
  }

  if (status !== undefined) {
    UseGuards({
      canActivate() {
        throw new HttpException('refused by a guard', status);
      },
    })(AnsweringController);
  }

  class StreamingController {
    @Sse() stream() {
      return of({ data: 'an event' });
    }
  }

  class RedirectingController extends AnsweringController {
    @All('end') override answer() {
      return 'the end';
    }
    @Redirect() @All() leave(@Query('run') run: string) {
      const place = to === 'other' ? 'other-host-port' : (target ?? 'other-host');
      return { url: `${originOf(place, ports)}/w/${id}/end?run=${run}`, statusCode: redirect };
    }
  }

  if (sse) return StreamingController;
  return redirect === undefined ? AnsweringController : RedirectingController;
}
