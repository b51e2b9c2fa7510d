/**
 * Task store and broker in a relational database. The same tables and the same SQL for SQLite,
 * PostgreSQL, MariaDB and MySQL; the little they spell differently is a
 * {@link dev.tasuki.adapters.sql.Dialect}. SQL stands in two places only: {@code TaskSql} and
 * {@code MessageSql}.
 */
@NullMarked
package dev.tasuki.adapters.sql;

import org.jspecify.annotations.NullMarked;
