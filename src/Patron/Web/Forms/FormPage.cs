using Microsoft.AspNetCore.Components;
using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.Web.Forms;

/// <summary>A page with forms: what was refused stands at its field, and the focus goes there.</summary>
public abstract class FormPage : ComponentBase
{
    private Refusal? refusal;

    [Inject] protected Sentences Text { get; set; } = null!;
    [Inject] protected NavigationManager Navigation { get; set; } = null!;
    [CascadingParameter] protected HttpContext Http { get; set; } = null!;

    protected CancellationToken Gone => Http.RequestAborted;

    /// <summary>What was refused and belongs to no field.</summary>
    protected string? Problem => refusal is null or FieldRefusal ? null : Text.Of(refusal, refusal.Key);

    protected bool IsRefused => refusal is not null;

    protected string? ProblemAt(string field) => refusal is FieldRefusal at && at.Field == field ? Text.Of(at, at.Key) : null;

    protected void Refuse(Refusal why)
    {
        refusal = why;
        Http.Response.StatusCode = why.Status;
    }
}
