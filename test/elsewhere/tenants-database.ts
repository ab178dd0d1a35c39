import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import sqlite from 'node-sqlite3-wasm';

/** Tenants in a SQLite file of their own. It connects when its module is initialized, as many do. */
@Injectable()
export class TenantsDatabase implements OnModuleInit {
  /** How often `origins` has been asked. */
  asked = 0;
  private readonly folder = mkdtempSync(join(tmpdir(), 'tenants-'));
  private connection: InstanceType<typeof sqlite.Database> | undefined;

  onModuleInit(): void {
    this.up();
    this.run('CREATE TABLE tenants (origin TEXT)');
  }

  /** Rejects while the database is down. */
  async origins(): Promise<string[]> {
    this.asked++;
    if (this.connection === undefined) throw new Error('not connected');
    return this.connection.all('SELECT origin FROM tenants').map(({ origin }) => origin as string);
  }

  add(origin: string): void {
    this.run('INSERT INTO tenants VALUES (?)', origin);
  }

  remove(origin: string): void {
    this.run('DELETE FROM tenants WHERE origin = ?', origin);
  }

  up(): void {
    this.connection = new sqlite.Database(join(this.folder, 'tenants.db'));
  }

  /** The connection is gone: a query throws what SQLite throws. */
  down(): void {
    this.connection?.close();
  }

  delete(): void {
    this.connection?.close();
    rmSync(this.folder, { recursive: true });
  }

  private run(statement: string, ...values: string[]): void {
    this.connection?.run(statement, values);
  }
}
