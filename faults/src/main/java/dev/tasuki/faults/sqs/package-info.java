/** SQS as it is on a bad day: a proxy in front of a test server that does to calls what Amazon's documentation allows. */
@NullMarked
package dev.tasuki.faults.sqs;

import org.jspecify.annotations.NullMarked;
