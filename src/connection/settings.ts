/** How the connection is protected, by the names of libpq's `sslmode`. */
export type SslMode = 'disable' | 'prefer' | 'require' | 'verify-ca' | 'verify-full'

/** Where a setting came from, in words for a message: `DB_PORT`, `the port in DATABASE_URL` … */
export interface SettingNames {
  readonly host: string
  readonly port: string
  readonly user: string
  readonly password: string
  readonly database: string
  readonly ssl: string
}

/** All that is needed to open a connection to a server. */
export interface ServerSettings {
  /** A host name, an address, or the folder of a Unix socket. */
  readonly host: string
  readonly port: number
  readonly user?: string | undefined
  readonly password?: string | undefined
  readonly database: string
  readonly ssl: SslMode
  /** A file with the certificates to trust, in PEM form. */
  readonly sslRootCert?: string | undefined
  /** Ties the password's proof to the TLS connection (SCRAM-SHA-256-PLUS) where the server offers it. */
  readonly channelBinding: boolean
  /** Command-line options for the session, as in libpq: `-c search_path=app`. */
  readonly options?: string | undefined
  readonly applicationName: string
  /** Milliseconds until an attempt to connect is given up. */
  readonly connectTimeout: number
  readonly names: SettingNames
}
