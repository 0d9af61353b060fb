using Patron.Web;

var builder = WebApplication.CreateBuilder(args);
// The files' manifest lies beside the built program, wherever it is started from and in whatever environment.
builder.WebHost.UseStaticWebAssets();
builder.Services.AddPatronWeb();

var app = builder.Build();
app.UsePatronWeb();
app.UsePatronForms();
app.MapPatronWeb();
app.MapPatronFrame();
app.MapRazorComponents<App>();
app.Run();
