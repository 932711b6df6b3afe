package io.loomi.common.contract;

import io.vertx.openapi.contract.Operation;
import java.util.ArrayList;
import java.util.List;

/** Finds slow schemas of a contract, for tests. */
public final class ContractSchemas {

    private ContractSchemas() {}

    /**
     * The parameters and bodies that the direct checks do not support, so that even valid requests need the slow
     * validator.
     */
    public static List<String> slow(String service) {
        List<String> slow = new ArrayList<>();
        for (Operation operation : Contract.load(service).model().operations()) {
            operation.getParameters().stream()
                    .filter(parameter -> QuickSchema.of(parameter.getSchema()).equals(QuickSchema.ACCEPTS_NOTHING))
                    .forEach(parameter -> slow.add(operation.getOperationId() + " " + parameter.getName()));
            if (operation.getRequestBody() != null) {
                operation.getRequestBody().getContent().values().stream()
                        .filter(content -> QuickSchema.of(content.getSchema()).equals(QuickSchema.ACCEPTS_NOTHING))
                        .forEach(content -> slow.add(operation.getOperationId() + " body"));
            }
        }
        return slow;
    }
}
