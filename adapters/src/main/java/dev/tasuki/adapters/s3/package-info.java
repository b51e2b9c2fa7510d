/**
 * The object store on Amazon S3 and on whatever speaks its protocol (MinIO, Ceph, Google Cloud
 * Storage through its S3 interface …): streaming both ways with bounded memory, uploads that are
 * seen whole or not at all, foreign exceptions translated in one function.
 */
@NullMarked
package dev.tasuki.adapters.s3;

import org.jspecify.annotations.NullMarked;
