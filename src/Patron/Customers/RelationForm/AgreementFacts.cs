using System.Data.Common;
using Microsoft.Data.Sqlite;
using Patron.Customers.Contracts;
using Patron.Customers.Relations;
using Patron.CustomerBase.Contracts;
using Patron.Data;

namespace Patron.Customers.RelationForm;

/// <summary>Memberships and contracts with their days, in the customer base: those that a person entered, and one of each kind for each source's record that names one.</summary>
internal sealed class AgreementFacts() : FactColumns(CustomerColumns.Agreements)
{
    protected override FactRows Rows(DbConnection connection) => new($"""
        (select customer_id, {Word($"kind = {(int)AgreementKind.Contract}")} word, starts, ends + 1 until from {AgreementTable.Name} where state = {(int)AgreementState.Holds}
        union all
        select customer_id, {Word($"kind <> {(int)RelationKind.Membership}")}, null, max(case kind when {(int)RelationKind.ContractEnds} then {DayNumber(connection)} end) + 1
        from {RelationTable.Name} where kind in ({(int)RelationKind.Contract}, {(int)RelationKind.ContractEnds}, {(int)RelationKind.Membership}) group by customer_id, source_record_id, 2
        ) agreed
        """, "starts", "word") { Until = "until" };

    private static string Word(string isContract) => $"case when {isContract} then '{CustomerColumns.ContractWord}' else '{CustomerColumns.MembershipWord}' end";

    /// <summary>Sources' days stand as text (2026-12-31). What is none is no day: a base must load whatever an archive brought.</summary>
    private static string DayNumber(DbConnection connection) => connection is SqliteConnection ? "cast(julianday(said) - 1721425.5 as integer)" : """
        case when said ~ '^[1-9][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$'
        then make_date(cast(substr(said, 1, 4) as int), cast(substr(said, 6, 2) as int), 1) - date '0001-01-01' + cast(substr(said, 9, 2) as int) - 1 end
        """;
}
