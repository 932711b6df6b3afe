package io.loomi.common.contract;

import io.vertx.openapi.contract.Operation;
import java.util.ArrayList;
import java.util.List;

/** What the requests of a service are held against, for tests of its contract. */
public final class ContractSchemas {

    private ContractSchemas() {}

    /** Where a request that is all right would still be sent through the slow validator, as the quick check is sure of nothing. */
    public static List<String> slow(String service) {
        List<String> slow = new ArrayList<>();
        for (Operation operation : Contract.load(service).model().operations()) {
            operation.getParameters().stream()
                    .filter(parameter -> QuickSchema.of(parameter.getSchema()).equals(QuickSchema.UNSURE))
                    .forEach(parameter -> slow.add(operation.getOperationId() + " " + parameter.getName()));
            if (operation.getRequestBody() != null) {
                operation.getRequestBody().getContent().values().stream()
                        .filter(content -> QuickSchema.of(content.getSchema()).equals(QuickSchema.UNSURE))
                        .forEach(content -> slow.add(operation.getOperationId() + " body"));
            }
        }
        return slow;
    }
}
