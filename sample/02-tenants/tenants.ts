import { join } from 'node:path';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import sqlite from 'node-sqlite3-wasm';

export interface Tenant {
  readonly name: string;
  readonly origin: string;
}

/** The tenants, in a SQLite file. Who else writes into it is seen by the next `origins()`. */
@Injectable()
export class Tenants implements OnModuleDestroy {
  private readonly database = new sqlite.Database(
    process.env['TENANTS_FILE'] ?? join(import.meta.dirname, 'tenants.db'),
  );

  constructor() {
    this.database.exec(
      'CREATE TABLE IF NOT EXISTS tenants (name TEXT PRIMARY KEY, origin TEXT NOT NULL)',
    );
  }

  /** The origins of all tenants: what the library asks for, once a second. */
  origins(): string[] {
    return this.all().map(({ origin }) => origin);
  }

  all(): Tenant[] {
    const rows: unknown = this.database.all('SELECT name, origin FROM tenants ORDER BY name');
    return rows as Tenant[];
  }

  add({ name, origin }: Tenant): void {
    this.database.run('INSERT OR REPLACE INTO tenants VALUES (?, ?)', [name, origin]);
  }

  remove(name: string): void {
    this.database.run('DELETE FROM tenants WHERE name = ?', [name]);
  }

  onModuleDestroy(): void {
    this.database.close();
  }
}
