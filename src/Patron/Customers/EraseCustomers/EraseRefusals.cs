using Patron.Kernel;

namespace Patron.Customers.EraseCustomers;

internal sealed record NoReason() : FieldRefusal("customers.erase.refused.reason", "reason");

internal sealed record NotTheName() : FieldRefusal("customers.erase.refused.name", "again");
