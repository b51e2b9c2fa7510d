package dev.tasuki.server.wire;

import io.micronaut.context.annotation.Requires;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Routes that a server offers to clients; one that is there for operators alone has none of them. */
@Requires(property = ForClients.PROPERTY, value = "true")
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface ForClients {
    /** True where clients are served. */
    String PROPERTY = "tasuki.for-clients";
}
