using Patron.Customers.Contracts;
using Patron.Kernel;
using Patron.Portal.HandleRequests;

namespace Patron.Portal.AskFor;

/// <summary>What a customer puts right in the own data.</summary>
internal sealed class Corrections(ICustomerReads customers, RequestBook requests)
{
    /// <summary>The values as the golden record has them.</summary>
    public async Task<IReadOnlyDictionary<string, string>> Of(CustomerId customer, CancellationToken ct)
    {
        if (!(await customers.Find([customer], ct)).TryGetValue(customer, out var card)) return new Dictionary<string, string>();
        var golden = card.Golden;
        return RequestBook.Fields.ToDictionary(f => f, f => (f switch
        {
            "name" => golden.Name, "email" => golden.Email, "phone" => golden.Phone, "street" => golden.Street, "city" => golden.City, "postal" => golden.Postal, _ => golden.Country,
        }) ?? "");
    }

    /// <summary>Fields that differ from what is known; none: nothing happens.</summary>
    /// <returns>True: done; false: a person looks at it.</returns>
    public async Task<Result<bool>> Send(CustomerId customer, IFormCollection form, CancellationToken ct)
    {
        var known = await Of(customer, ct);
        var wanted = known.Where(k => form.ContainsKey(k.Key) && form[k.Key].ToString().Trim() != k.Value).ToDictionary(k => k.Key, k => form[k.Key].ToString().Trim());
        return wanted.Count == 0 ? true : await requests.Correct(customer, wanted, ct);
    }
}
