package dev.tasuki.server.route;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Query parameters that a route reads from the request itself, beside those that its method declares. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface InQuery {
    /** Their names. */
    String[] value();
}
