using System.Data.Common;
using Patron.Customers.Contracts;
using Patron.Data;

namespace Patron.Customers;

internal sealed class PersonStream : IPersonStream
{
    public void Read(DbConnection connection, Action<StreamedPerson> each, CancellationToken ct)
    {
        var (person, read) = (new StreamedPerson(), 0);
        using var row = FastReader.Open(connection, """
            select id, name, given_name, family_name, latin_name, phone, street, city, postal, country from customers
            where kind = 1 and street is not null and not anonymous and merged_into is null and deleted_at is null
            """);
        while (row.Read())
        {
            if (++read % 10_000 == 0) ct.ThrowIfCancellationRequested();
            (person.Customer, person.Name, person.GivenName, person.FamilyName, person.LatinName) = (new(row.Long(0)), row.Text(1), row.Text(2), row.Text(3), row.Text(4));
            (person.Phone, person.Street, person.City, person.Postal, person.Country) = (row.Text(5), row.Text(6)!, row.Text(7), row.Text(8), row.Text(9));
            each(person);
        }
    }
}
