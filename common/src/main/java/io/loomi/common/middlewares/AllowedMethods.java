package io.loomi.common.middlewares;

import io.vertx.core.http.HttpMethod;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The methods of a path for the {@code Allow} header: those of the contract, HEAD where there is GET, and OPTIONS. */
public final class AllowedMethods {

    private final OpenAPIContract contract;
    private final Function<String, HttpMethod> outsideContract;

    /** @param outsideContract the method of a path outside the contract */
    public AllowedMethods(OpenAPIContract contract, Function<String, HttpMethod> outsideContract) {
        this.contract = contract;
        this.outsideContract = outsideContract;
    }

    /** @param path normalized, with or without a trailing slash */
    String of(String path) {
        String plain = path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        @Nullable Path found = contract.findPath(plain);
        return text(found == null ? Stream.of(outsideContract.apply(path)) : methods(found));
    }

    /** The methods of the whole service. */
    String all() {
        return text(contract.operations().stream().map(Operation::getHttpMethod));
    }

    private static Stream<HttpMethod> methods(Path path) {
        return path.getOperations().stream().map(Operation::getHttpMethod);
    }

    private static String text(Stream<HttpMethod> methods) {
        Set<String> names = methods.map(HttpMethod::name).collect(Collectors.toCollection(TreeSet::new));
        if (names.contains("GET")) {
            names.add("HEAD");
        }
        names.add("OPTIONS");
        return String.join(", ", names);
    }
}
