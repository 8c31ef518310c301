export const id = 98;
export const ids = [98];
export const modules = {

/***/ 7098:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  renderPage: () => (/* binding */ renderPage)
});

// UNUSED EXPORTS: cspHash, inlineJson, scopeName

// EXTERNAL MODULE: ./node_modules/preact-render-to-string/dist/index.mjs
var dist = __webpack_require__(53091);
// EXTERNAL MODULE: ./lib/errors.js
var errors = __webpack_require__(452);
// EXTERNAL MODULE: ./lib/text.js
var lib_text = __webpack_require__(68804);
// EXTERNAL MODULE: ./lib/report/entries.js
var report_entries = __webpack_require__(91070);
// EXTERNAL MODULE: ./lib/report/escape.js
var report_escape = __webpack_require__(72527);
// EXTERNAL MODULE: ./lib/report/model.js
var model = __webpack_require__(5747);
;// CONCATENATED MODULE: ./lib/report/html/embedded.js
// Made by `npm run generate` from client/: do not edit.
const pageScript = "/*! With Preact, MIT License, Copyright (c) 2015-present Jason Miller */\n(()=>{var Fe=[\"new\",\"known\",\"suppressed\"],K=\"UNREADABLE_ROW\";var bn=/[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}\\ufffe\\uffff]/gu,Sn=/^[\\x20-\\x7e]*$/,wn={\"\\n\":\"\\\\n\",\"\\r\":\"\\\\r\",\"\t\":\"\\\\t\"};function x(e){return Sn.test(e)?e:e.replace(bn,n=>wn[n]??`\\\\u{${(n.codePointAt(0)??0).toString(16).padStart(4,\"0\")}}`)}function E(e){return String(e).replace(/\\B(?=(?:\\d{3})+$)/g,\",\")}function ie(e,n,t=`${n}s`){return`${E(e)} ${e===1?n:t}`}function V(e,n){return e<n?-1:e>n?1:0}var vn=[[y(\"AWS|AMAZON\"),\"https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html\"],[y(\"GOOGLE|GCP|GCLOUD|FIREBASE|FCM\"),\"https://cloud.google.com/docs/security/compromised-credentials\"],[y(\"AZURE_STORAGE|STORAGE_ACCOUNT|SHARED_ACCESS_SIGNATURE\"),\"https://learn.microsoft.com/azure/storage/common/storage-account-keys-manage\"],[y(\"GITHUB\"),\"https://docs.github.com/authentication/keeping-your-account-and-data-secure/token-expiration-and-revocation\"],[y(\"GITLAB\"),\"https://docs.gitlab.com/user/profile/personal_access_tokens/\"],[y(\"BITBUCKET|BBDC\"),\"https://confluence.atlassian.com/bitbucketserver/http-access-tokens-939515499.html\"],[y(\"ATLASSIAN|JIRA|CONFLUENCE|TRELLO\"),\"https://support.atlassian.com/atlassian-account/docs/manage-api-tokens-for-your-atlassian-account/\"],[y(\"SLACK\"),\"https://docs.slack.dev/authentication/best-practices-for-security\"],[y(\"STRIPE\"),\"https://docs.stripe.com/keys\"],[y(\"TWILIO\"),\"https://www.twilio.com/docs/iam/api-keys\"],[y(\"NPM\"),\"https://docs.npmjs.com/revoking-access-tokens\"],[y(\"PYPI\"),\"https://pypi.org/help/#apitoken\"],[y(\"NUGET\"),\"https://learn.microsoft.com/nuget/nuget-org/scoped-api-keys\"]];function y(e){return new RegExp(`(?:^|_)(?:${e})(?:_|$)`)}var ae=[[new RegExp(`^${K}$`),\"A row of the export could not be read, so what it reports is unknown and counts as a finding.\",\"Run the gate again, and ask the Bitbucket administrator if the row stays broken.\"],[y(\"TROJAN(_SOURCE)?|BIDI(RECTIONAL)?|HOMOGLYPHS?\"),\"Invisible Unicode characters make the code read differently from how it runs (a \\u201CTrojan Source\\u201D attack).\",\"Nothing needs rotating: the authors of the line remove the characters and review what the code does without them.\"],[y(\"MWS\"),\"A key of Amazon Marketplace Web Service, which reads and changes a seller\\u2019s orders and stock.\",\"The owner of the seller account revokes the developer\\u2019s access in Seller Central and authorises anew.\"],[y(\"AWS_(CLIENT|ACCOUNT|ACCESS_KEY|KEY)_ID|AMAZON_ACCESS_KEY_ID\"),\"The id of an AWS access key, half of a pair: it names an account, and its secret is often next to it.\",\"The owner of the AWS account finds the key in IAM, makes a new pair and deactivates this one.\"],[y(\"AWS|AMAZON\"),\"A credential of Amazon Web Services, which acts with all rights of its user or role.\",\"The owner of the AWS account makes a new key in IAM, deactivates this one and looks through CloudTrail for its use.\"],[y(\"GOOGLE|GCP|FIREBASE|GCLOUD|FCM\"),\"A key of Google Cloud or another Google service, usable from anywhere unless it is restricted.\",\"The owner of the Google project deletes the key in the console, makes a restricted one and checks the audit log.\"],[y(\"AZURE|ENTRA|SHARED_ACCESS_SIGNATURE|STORAGE_ACCOUNT\"),\"A credential of Microsoft Azure: a storage key, connection string or client secret.\",\"The owner of the Azure subscription regenerates the key or client secret and checks the activity log.\"],[y(\"GITHUB|GITLAB|BITBUCKET|BBDC|GITEA|GIT_TOKEN|GIT_CREDENTIALS?\"),\"A token of a Git server, which reads and often writes every repository that its owner can reach.\",\"The user who made the token revokes it in the settings of the account and checks the audit log of the server.\"],[y(\"ATLASSIAN|JIRA|CONFLUENCE|TRELLO\"),\"A credential of an Atlassian product, which acts as the user who made it.\",\"The user who made it revokes it in the account\\u2019s security settings and makes a new one.\"],[y(\"SLACK|DISCORD|TELEGRAM|TEAMS|MATTERMOST|WEBHOOK\"),\"A token or webhook of a chat service, which posts, and sometimes reads, messages of a team.\",\"The administrator of the workspace or the owner of the bot regenerates the token or deletes the webhook.\"],[y(\"STRIPE|PAYPAL|SQUARE|SQUAREUP|BRAINTREE|ADYEN|PLAID\"),\"A key of a payment provider, which can read customers\\u2019 data and move money.\",\"The owner of the merchant account rolls the key in the provider\\u2019s dashboard at once and reviews its recent use.\"],[y(\"TWILIO|SENDGRID|MAILGUN|MAILCHIMP|SENDINBLUE|SMTP|NEXMO|MESSAGEBIRD\"),\"A credential of a mail or message service, which sends in the company\\u2019s name.\",\"The owner of the service account revokes the key in its console, makes a new one and checks what was sent.\"],[y(\"NPM|PYPI|NUGET|RUBYGEMS|MAVEN|ARTIFACTORY|NEXUS|DOCKER|DOCKERHUB|CLOJARS|JFROG\"),\"A credential of a package or image registry, with which foreign code can be published under your name.\",\"The owner of the registry account revokes the token and checks recent releases for ones nobody made.\"],[y(\"PUBLIC_KEY|PUBLICKEY|PUBKEY\"),\"A public key, which is no secret, but shows whom something trusts; a private key is often beside it.\",\"Nothing needs rotating unless the private key is in the repository too: the author of the line looks for it.\"],[y(\"(RSA|SSH|DSA|EC|ECDSA|ED25519|PGP|GPG|OPENSSH|PKCS8|PKCS12|PUTTY|PEM)(_PRIVATE)?(_KEY)?|PRIVATE_KEY|PRIVATEKEY|KEYSTORE\"),\"A private key, which proves an identity: anyone who has it can sign in, sign or decrypt as its owner.\",\"The owner of the key makes a new pair, removes the old public key or certificate wherever it is trusted, and revokes it.\"],[y(\"JDBC|DATABASE|DB|POSTGRES|POSTGRESQL|MYSQL|MONGO|MONGODB|REDIS|ORACLE|SQL|MSSQL|CONNECTION_STRING\"),\"Credentials of a database, often with its address.\",\"The administrator of the database changes the password of this user and checks its logins.\"],[y(\"JWT|JSON_WEB_TOKENS?|BEARER|OAUTH2?|CLIENT_SECRET|REFRESH_TOKEN\"),\"A token or client secret with which a program signs in for a user or a service.\",\"The owner of the application ends its sessions and makes a new client secret at the identity provider.\"],[y(\"URL|URI|BASIC_AUTH\"),\"User name and password inside an address, which also ends up in logs and histories.\",\"The owner of the account changes its password and passes the new one outside the address.\"],[y(\"PASSWORDS?|PASSWD|PWD|PASSPHRASE|CREDENTIALS?\"),\"A password in clear text.\",\"The owner of the account changes the password everywhere it is used and reads it from a secret store instead.\"],[y(\"TOKENS?|API_?KEYS?|SECRETS?|KEYS?|APIKEY|PAT|ENTROPY|ENTROPY_STRING\"),\"A token or key of a service, which usually acts with all rights of its owner.\",\"The owner of the service account revokes it there, makes a new one and reads it from a secret store instead.\"]],kn=3,Le={what:\"Something that this rule, set by an administrator or the repository, takes for a secret.\",rotate:\"The last author of the line finds out what it opens; the owner revokes it, makes a new one and keeps it in a secret store.\"},Ie=\"Deleting the line is not enough: the secret stays in the Git history, so treat it as known to others and rotate it first.\";function Me(e,n={}){let t=e.replace(/([a-z0-9])([A-Z])/g,\"$1_$2\").toUpperCase().replace(/[^A-Z0-9]+/g,\"_\"),o=ae.findIndex(([c])=>c.test(t)),[,r,s]=ae[o]??[null,Le.what,Le.rotate],i=Object.hasOwn(n,e)?n[e]:void 0,l=i?.link??vn.find(([c])=>c.test(t))?.[1]??null,u=o<0||o>=ae.length-kn,p=/ENTROPY/.test(t)?\"low\":u?\"medium\":\"high\";return{what:r,rotate:i?.text??s,link:l,precision:p}}var Cn=90;function Ue(e,n){let t=Date.parse(n),o=new Date((Number.isNaN(t)?0:t)+Cn*864e5);return[`  - fingerprint: ${JSON.stringify(e.fingerprint)}`,'    reason: \"why this may stay\"','    owner: \"who answers for it\"',`    expires: ${o.toISOString().slice(0,10)}`,\"\"].join(`\n`)}function Y({status:e},{hasBaseline:n}){return e===\"new\"&&n===!1?\"open\":e}function Be({path:e,line:n}){return n===null?e:`${e}:${n}`}var xn=/^[\\w.~-]+$/;function En(e,{project:n,repository:t}){if(e===null||!/^https?:\\/\\//i.test(e))return null;let o=n.replace(/^~/,\"\");return[o,t].some(r=>!xn.test(r)||/^\\.{1,2}$/.test(r))?null:`${e.replace(/\\/+$/,\"\")}/${n.startsWith(\"~\")?\"users\":\"projects\"}/${o}/repos/${t}`}function B(e,n){let t=En(e,n),o=n.path.replace(/^\\/+/,\"\").split(\"/\");if(t===null||o.some(u=>/^\\.{0,2}$/.test(u)))return null;let{branch:r}=n,s=r.startsWith(\"refs/\")?r:`refs/heads/${r}`,i=r===\"\"?\"\":`?at=${De(s.split(\"/\"))}`,l=n.line===null?\"\":`#${n.line}`;return`${t}/browse/${De(o)}${i}${l}`}function De(e){return e.map(n=>encodeURIComponent(n.toWellFormed())).join(\"/\")}function R(e,n){if(e.length<=n)return e;let t=Math.ceil((n-1)/2);return`${e.slice(0,t)}\\u2026${e.slice(e.length-(n-1-t))}`.toWellFormed()}function Tn(e,n=1e3){return R(x(e),n)}function G(e,n=300){let t=Tn(e,n).replaceAll(\"|\",\"\\\\u{007c}\");if(t.trim()===\"\")return\"\\u2013\";let o=Math.max(0,...(t.match(/`+/g)??[]).map(i=>i.length)),r=\"`\".repeat(o+1),s=/^[` ]|[` ]$/.test(t)?\" \":\"\";return`${r}${s}${t}${s}${r}`}var w,He,An,O,le,X,je,q,ze,ue,ce,Rn,H=Symbol.for(\"pv\"),ee={},ne=[],$n=/^m(i|n|o|s|text|space)$/,de=Array.isArray,pe=ne.slice,M=Object.assign;function I(e){e&&e.parentNode&&e.remove()}function d(e,n,t){var o,r,s,i={},l=arguments.length;for(s in n)s==\"key\"?o=n[s]:s==\"ref\"&&typeof e!=\"function\"?r=n[s]:i[s]=n[s];return l>2&&(i.children=l>3?pe.call(arguments,2):t),W(e,i,o,r,null)}function W(e,n,t,o,r){var s={type:e,props:n,key:t,ref:o,__k:null,__:null,__b:0,__e:null,__c:null,constructor:H,__v:r||++He,__i:-1,__u:0};return!r&&w.vnode&&w.vnode(s),s}function U(e){return e.children}function Z(e,n){this.props=e,this.context=n,this.__g=0}function P(e,n){if(n==null)return e.__&&P(e.__,e.__i+1);for(var t;n<e.__k.length;n++)if((t=e.__k[n])&&t.__e)return t.__e;return typeof e.type!=\"function\"||e.props.__P?null:P(e)}function Nn(e){var n,t=e.__v,o=t.__e,r=[],s=[],i=e.__P;i&&((n=M({constructor:H},t)).__v=t.__v+1,w.vnode&&w.vnode(n),fe(i,n,t,e.__n,i.namespaceURI,32&t.__u?[o]:null,r,o||P(t),32&t.__u,s),n.__v=t.__v,n.__.__k[n.__i]=n,Ze(r,n,s),t.__=t.__e=null,n.__e!=o&&Ke(n))}function Ke(e){if((e=e.__)&&e.__c&&!e.props.__P)return e.__e=null,e.__k.some(function(n){return n&&(e.__e=n.__e)}),Ke(e)}function Ge(e){(8&e.__g||(e.__g|=8,O.push(e),X++))&&le==w.debounceRendering||((le=w.debounceRendering)||queueMicrotask)(Ve)}function Ve(){try{for(var e,n=1;O.length;)O.length>n&&O.sort(je),e=O.shift(),n=O.length,8&e.__g&&Nn(e)}finally{(X=O.length)&&(le||queueMicrotask)(Ve)}}function Ye(e,n,t,o,r,s,i,l,u,p,c){var h,g,a,f,b,_,S=o.__k||ne,m=n.length;for(u=On(t,n,S,u,m),h=0;h<m;h++)(a=t.__k[h])!=null&&(g=~a.__i&&S[a.__i]||ee,a.__i=h,_=fe(e,a,g,r,s,i,l,u,p,c),f=a.__e,(g.ref!=a.ref||8&g.__u)&&(g.ref&&he(g.ref,null,a,g),a.ref&&c.push(a.ref,a.__c||f,a)),b=b||f,4&a.__u?(u=Je(a,u,e,!g.__v),g.__e&&(g.__e=null)):typeof a.type==\"function\"&&_!==void 0?u=_:f&&(u=f.nextSibling),a.__u&=-21);return t.__e=b,u}function On(e,n,t,o,r){var s,i,l,u,p,c,h,g,a,f=t.length,b=f,_=0,S=0,m=e.__k=Array(r);for(s=0;s<r;s++)(i=n[s])!=null&&typeof i!=\"boolean\"&&typeof i!=\"function\"?(typeof i!=\"object\"||i.constructor===String?i=m[s]=W(null,i):de(i)?i=m[s]=W(U,{children:i}):i.constructor===H&&i.__b?i=m[s]=W(i.type,i.props,i.key,i.ref,i.__v):m[s]=i,u=s+_,i.__=e,i.__b=e.__b+1,l=null,~(p=i.__i=Pn(i,t,u,b))&&(b--,(l=t[p])&&(l.__u|=2)),l&&l.__v?(i.__u|=16,p==u-1?_--:p==u+1?_++:p!=u&&(p>u?_--:_++,S=1)):(~p||(r>f?_--:r<f&&_++),typeof i.type!=\"function\"&&(i.__u|=4))):m[s]=null;if(S){for(c=[],h=[],s=0;s<r;s++)if((i=m[s])&&16&i.__u){for(_=0,g=c.length;_<g;)c[a=_+g>>1]<i.__i?_=a+1:g=a;c[_]=i.__i,h[s]=_+1}for(_=c.length;s--;)h[s]&&(h[s]==_?_--:m[s].__u|=4)}if(b)for(s=0;s<f;s++)!(l=t[s])||2&l.__u||(l.__e==o&&(o=P(l)),ge(l,l));return o}function Je(e,n,t,o){var r,s,i,l;if(typeof e.type==\"function\"){if(e.props.__P)return n;if(r=e.__k)for(s=0;s<r.length;s++)r[s]&&(r[s].__=e,n=Je(r[s],n,t,!1));return n}for(n&&!n.parentNode&&(n=P(e))&&!n.parentNode&&(n=null),i=e.__e,l=n;l&&l.nodeType==8;)l=l.nextSibling;for(i!=l&&(!o&&t.moveBefore&&i.parentNode?t.moveBefore(i,n):t.insertBefore(i,n||null)),n=i;(n=n&&n.nextSibling)&&n.nodeType==8&&!n.data.startsWith(\"$s\"););return n}function Pn(e,n,t,o){var r,s=e.key,i=e.type,l=n[t],u=l&&!(2&l.__u);if(l===null&&s==null||u&&s==l.key&&i==l.type)return t;if(o>(u?1:0)){for(r=t-1;r>=0;r--)if((l=n[r])&&!(2&l.__u)&&s==l.key&&i==l.type)return r;for(r=t+1;r<n.length;r++)if((l=n[r])&&!(2&l.__u)&&s==l.key&&i==l.type)return r}return-1}function We(e,n,t){t==null&&(t=\"\"),n[0]==\"-\"?e.setProperty(n,t):e[n]=t}function J(e,n,t,o,r){var s,i;if(n==\"style\")if(typeof t==\"string\")e.style.cssText=t;else{if(typeof o==\"string\"&&(e.style.cssText=o=\"\"),o)for(n in o)t&&n in t||We(e.style,n);if(t)for(n in t)o&&t[n]==o[n]||We(e.style,n,t[n])}else if(n[0]==\"o\"&&n[1]==\"n\")typeof t!=\"function\"&&(t=null),typeof o!=\"function\"&&(o=null),(e.__e||(e.__e={}))[n]=t,t&&o||(i=ce[n]||(ce[n]=Fn(n)),(e.__a||(e.__a={}))[n]=ue,s=n!=(n=n.replace(ze,\"$1\")),(n=n.slice(2))[0]<\"a\"&&(n=n.toLowerCase()),t?e.addEventListener(n,i,s):e.removeEventListener(n,i,s));else{if(r==\"http://www.w3.org/2000/svg\")n=n.replace(/xlink(H|:h)/,\"h\").replace(/sName$/,\"s\");else if(n!=\"width\"&&n!=\"height\"&&n!=\"href\"&&n!=\"list\"&&n!=\"form\"&&n!=\"tabIndex\"&&n!=\"download\"&&n!=\"rowSpan\"&&n!=\"colSpan\"&&n!=\"role\"&&n!=\"popover\"&&n in e)try{return void(e[n]=t??\"\")}catch{}if(typeof t==\"function\")return;t==null||t===!1&&n[4]!=\"-\"?e.removeAttribute(n):e.setAttribute(n,n==\"popover\"&&t==1?\"\":t)}}function Fn(e){return function(n){var t=this.__e;if(t){if(t=t[e],n[q]==null)n[q]=ue++;else if(n[q]<this.__a[e])return;return t(w.event?w.event(n):n)}}}function fe(e,n,t,o,r,s,i,l,u,p){var c,h,g,a,f,b,_,S,m,C,v,se,Oe,z,F,Pe,N,L,A=n.type;if(n.constructor!==H)return null;128&t.__u&&(u=32&t.__u,c=t.__c.__z)&&(n.__u|=u,h=s=[],c.nodeType==8?l=Q(c,s):s.push(c),l=s[0]||l),(c=w.__b)&&c(n);e:if(typeof A==\"function\"){g=i.length;try{if(S=n.props,m=(c=A.prototype)&&c.render,C=(c=A.contextType)&&o[c.__c],v=c?C?C.props.value:c.__:o,(a=t.__c)?(n.__c=a,2&a.__g&&(a.__g|=1)):(m?n.__c=a=new A(S,v):(n.__c=a=new Z(S,v),a.constructor=A,a.render=In),C&&C.sub(a),a.state||(a.state={}),a.__n=o,a.__g|=8,a.__h=[],a.__k=[]),m&&(a.__s||(a.__s=a.state),A.getDerivedStateFromProps&&(a.__s==a.state&&(a.__s=M({},a.__s)),M(a.__s,A.getDerivedStateFromProps(S,a.__s)))),f=a.props,b=a.state,a.__v=n,t.__c){if(S!==f&&m&&!A.getDerivedStateFromProps&&a.componentWillReceiveProps&&a.componentWillReceiveProps(S,v),n.__v==t.__v&&!(8&a.__g)||!(4&a.__g)&&a.shouldComponentUpdate&&a.shouldComponentUpdate(S,a.__s,v)===!1){n.__v!=t.__v&&(a.props=S,a.state=a.__s,a.__g&=-9),n.__e=t.__e,n.__k=t.__k,n.__k.some(function(T){T&&(T.__=n)}),ne.push.apply(a.__h,a.__k),a.__k=[],a.__h.length&&i.push(a),l=P(t);break e}a.componentWillUpdate&&a.componentWillUpdate(S,a.__s,v),m&&a.componentDidUpdate&&a.__h.push(function(){a.componentDidUpdate(f,b,_)})}else m&&!A.getDerivedStateFromProps&&a.componentWillMount&&a.componentWillMount(),m&&a.componentDidMount&&a.__h.push(a.componentDidMount);a.context=v,a.props=S,a.__P=e,a.__g&=-5,se=w.__r,Oe=m?25:0;do a.__g&=-9,se&&se(n),c=a.render(a.props,a.state=a.__s,a.context);while(8&a.__g&&++Oe<25);m&&(ne.push.apply(a.__h,a.__k),a.__k=[]),a.state=a.__s,a.getChildContext&&(o=M({},o,a.getChildContext())),m&&t.__c&&a.getSnapshotBeforeUpdate&&(_=a.getSnapshotBeforeUpdate(f,b)),z=c&&c.type===U&&c.key==null?c.props.children:c,S.__P&&(c=l,r=(e=S.__P).namespaceURI,u=s=null,t.props&&t.props.__P!=e&&(t.__k.some(function(T){T&&ge(T,T)}),t.__k=null),l=t.__k?P(t,0):null),l=Ye(e,de(z)?z:[z],n,t,o,r,s,i,l,u,p),S.__P&&(n.__e=null,l=c),n.__u&=-161,h&&h.some(I),a.__h.length&&i.push(a),1&a.__g&&(a.__g&=-4)}catch(T){if(i.length=g,n.__v=null,u||s)if(T&&T.then){if(n.__u|=128|u,s){for(~(N=s.indexOf(l||void 0))||(N=s.length);(L=s[N-1])&&L.nodeType==8;)N--;for(;N<s.length;N++)if(L=s[N])if(s[N]=null,F){if(L==Pe)break}else{if(L.nodeType!=8)break;L.data.startsWith(\"$s\")&&(Pe=Q(F=L))}}if(!F){for(;l&&l.nodeType==8&&l.nextSibling;)l=l.nextSibling;F=l}(c=Q(F=n.__c.__z||(n.__c.__z=F)))?(n.__e=F,l=c):n.__e=l,l=l&&l.nextSibling}else s&&s.some(I);else n.__e=t.__e;n.__k||(n.__k=t.__k||[]),T&&T.then||qe(n),w.__e(T,n,t)}}else l=n.__e=Ln(t.__e,n,t,o,r,s,i,u,p,e);return(c=w.diffed)&&c(n),l}function Q(e,n){if(e&&e.nodeType==8&&e.data.startsWith(\"$s\"))for(var t=1;e=e.nextSibling;){if(e.nodeType==8){if(e.data.startsWith(\"$s\"))t++;else if(e.data.startsWith(\"/$s\")&&!--t)return e}n&&n.push(e)}}function qe(e){e&&(e.__c&&(e.__c.__g|=4),e.__k&&e.__k.some(qe))}function Ze(e,n,t){for(var o=0;o<t.length;)he(t[o++],t[o++],t[o++]);w.__c&&w.__c(n,e),e.some(function(r){try{e=r.__h,r.__h=[],e.some(function(s){s.call(r)})}catch(s){w.__e(s,r.__v)}})}function Ln(e,n,t,o,r,s,i,l,u,p){var c,h,g,a,f,b,_,S,m=t.props||ee,C=n.props,v=n.type;if(v==\"svg\"?r=\"http://www.w3.org/2000/svg\":v==\"math\"?r=\"http://www.w3.org/1998/Math/MathML\":r||(r=\"http://www.w3.org/1999/xhtml\"),s){for(c=0;c<s.length;c++)if((f=s[c])&&(v?f.localName==v:f.nodeType==3)){e=f,s[c]=null;break}}if(!e){if(S=p.ownerDocument||document,!v)return S.createTextNode(C);e=S.createElementNS(r,v,C.is?C:p),l&&(w.__m&&w.__m(n,s),l=!1),s=null}if(v){if(p=v==\"template\"&&e.content||e,s=v==\"textarea\"&&C.defaultValue!=null?null:s&&pe.call(p.childNodes),!l&&s)for(m={},c=0;c<e.attributes.length;c++)m[(f=e.attributes[c]).name]=f.value;for(c in m)f=m[c],c==\"dangerouslySetInnerHTML\"?g=f:c==\"children\"||c in C||c==\"value\"&&\"defaultValue\"in C||c==\"checked\"&&\"defaultChecked\"in C||J(e,c,null,f,r);for(c in C)f=C[c],c==\"children\"?a=f:c==\"dangerouslySetInnerHTML\"?h=f:c==\"value\"?b=f:c==\"checked\"?_=f:l&&typeof f!=\"function\"||m[c]===f||J(e,c,f,m[c],r);h?(l||g&&(h.__html==g.__html||h.__html==e.innerHTML)||(e.innerHTML=h.__html),n.__k=[]):(g&&(e.textContent=\"\"),(v==\"foreignObject\"||r==\"http://www.w3.org/1998/Math/MathML\"&&$n.test(v))&&(r=\"http://www.w3.org/1999/xhtml\"),Ye(p,de(a)?a:[a],n,t,o,r,s,i,s?s[0]:t.__k&&P(t,0),l,u),s&&s.some(I)),l&&v!=\"textarea\"||(c=\"value\",v==\"progress\"&&b==null?e.removeAttribute(c):b==null||b===e[c]&&(v!=\"progress\"||b)||J(e,c,b,m[c],r),c=\"checked\",_!=null&&_!=e[c]&&J(e,c,_,m[c],r))}else m===C||l&&e.data==C||(e.data=C);return e}function he(e,n,t,o){try{typeof e==\"function\"?n?n.__x=e(n)||1:o&&(o=o.__c||o.__e)&&(n=o.__x)&&(o.__x=null,typeof n==\"function\"?n():e(null)):e.current=n}catch(r){w.__e(r,t)}}function ge(e,n,t){var o,r,s,i;if(w.unmount&&w.unmount(e),!(o=e.ref)||o.current&&o.current!=e.__e||he(o,null,n,e),o=e.__c){if(o.componentWillUnmount)try{o.componentWillUnmount()}catch(l){w.__e(l,n)}o.__P=o.__n=null}if(o=e.__k)for(i=0;i<o.length;i++)o[i]&&ge(o[i],n,typeof e.type!=\"function\"||t&&!e.props.__P);!t&&(o=e.__c)&&(o=o.__z)&&(r=Q(o,s=[]))&&(o==e.__e&&s.some(I),I(r),I(o)),t||I(e.__e),e.__e=e.__c=e.__=null}function In(e,n,t){return this.constructor(e,t)}function te(e,n){var t,o,r,s;w.__&&w.__(e,n),n.nodeType==9&&(n=n.documentElement),o=(t=e&&32&e.__u)?null:n.__k,n.__k=W(U,{children:[e]}),r=[],s=[],fe(n,n.__k,o||ee,ee,n.namespaceURI,o?null:n.firstChild?pe.call(n.childNodes):null,r,o?o.__e:n.firstChild,t,s),Ze(r,n.__k,s),n.__k.props.children=null}function me(e,n){e&&typeof e==\"object\"&&(e.__u|=32),te(e,n)}w={__e:function(e,n,t,o){for(var r,s,i;n=n.__;)if((r=n.__c)&&!(1&r.__g)){r.__g|=4;try{if((i=(s=r.constructor)&&s.getDerivedStateFromError)&&r.setState(s.getDerivedStateFromError(e)),r.componentDidCatch&&(r.componentDidCatch(e,o||{}),i=1),i&&8&r.__g)return void(r.__g|=2)}catch(l){e=l}}throw X=0,e}},He=0,An=function(e){return e!=null&&e.constructor===H},Z.prototype.setState=function(e,n){var t=this.__s;t&&t!=this.state||(t=this.__s=M({},this.state)),typeof e==\"function\"&&(e=e(M({},t),this.props)),e&&(M(t,e),this.__v&&(n&&this.__k.push(n),Ge(this)))},Z.prototype.forceUpdate=function(e){this.__v&&(this.__g|=4,e&&this.__h.push(e),Ge(this))},Z.prototype.render=U,O=[],X=0,je=function(e,n){return e.__v.__b-n.__v.__b},q=Symbol(),ze=/(PointerCapture)$|Capture$/i,ue=0,ce={},Rn=0;function Qe(e,n,t,o={}){return d(\"table\",{class:o.table},d(\"caption\",{class:\"unseen\"},e),d(\"thead\",{class:o.head},d(\"tr\",null,...n)),d(\"tbody\",null,...t))}function Xe(e){return d(\"th\",{scope:\"col\"},e)}function en(e,...n){return d(\"section\",{class:\"scroll\",tabIndex:0,\"aria-label\":e},...n)}function nn(e){return d(\"dl\",null,...e.flatMap(([n,t])=>[d(\"dt\",null,n),d(\"dd\",null,t)]))}function tn(e){let n=d(\"button\",{type:\"button\",class:\"copy\",\"data-copy\":\"\"},\"Copy\");return d(\"div\",{class:\"snippet\"},d(\"pre\",{tabIndex:0},e),n)}function _e(e,n){let t=e.filter(i=>i!==\"\");if(t.length===0)return\"\\u2014\";let o=i=>d(\"span\",{class:\"chip\",key:i},ye(i)),r=t.length-n,s=r>0&&d(\"span\",{class:\"soft\"},` and ${E(r)} more`);return d(\"span\",null,t.slice(0,n).map(o),s)}function ye(e){let n=x(e);return d(\"span\",{title:n},be(R(n,48)))}function be(e){return e.split(/(?<=\\/)/).map((n,t)=>t===0?n:[d(\"wbr\",null),n])}function oe(e){let n=new Date(e);return Number.isNaN(n.getTime())?x(String(e)):`${n.toISOString().slice(0,16).replace(\"T\",\" \")} UTC`}function k(e,n){return e[n]}var $=[\"severity\",\"status\",\"rule\",\"repository\",\"branch\",\"owner\",\"limit\"];function on({columns:e,fingerprints:n},t=!0,o=!1){let r=n===\"\"?[]:n.split(\" \"),s=r.length,i=Object.entries(e).map(([a,f])=>[a,Mn(f,s)]),l=Object.fromEntries(i),u=(a,f)=>{let{index:b,sets:_}=l[a];return k(_,k(b,f)).map(S=>k(e[a].texts,S))},p=(a,f)=>u(a,f)[0]??\"\",c=(a,f)=>{let b=p(a,f);return b===\"\"?null:Number(b)},h=(a,f)=>Array.from({length:s},(b,_)=>c(a,_)??f),g=Fe.map(a=>Y({status:a},{hasBaseline:t}));return{size:s,columns:{...l,status:{...l.status,texts:g,lowered:g}},scannedAt:h(\"scanned\",-1),exposedAt:e.author.texts.some(a=>a!==\"\")?h(\"exposed\",-1):[],lines:h(\"line\",0),fingerprints:r,isFolded:a=>o&&p(\"status\",a)!==\"new\"&&u(\"limit\",a).length===0,finding(a){let f=p(\"project\",a),b=u(\"branch\",a);return{project:f,repository:p(\"repository\",a).slice(f.length+1),branch:b[0]??\"\",branches:b,path:p(\"path\",a),line:c(\"line\",a),rule:p(\"rule\",a),scannedAt:c(\"scanned\",a),match:p(\"match\",a),severity:p(\"severity\",a),status:p(\"status\",a),owner:p(\"owner\",a),fingerprint:k(r,a),exposedAt:c(\"exposed\",a),author:p(\"author\",a)}}}}function Mn({texts:e,sets:n,index:t},o){let r=e.map(x);return{texts:r,lowered:r.map(s=>s.toLowerCase()),sets:n??r.map((s,i)=>[i]),index:t.length>0?t:new Array(o).fill(0)}}var Un=[...$,\"path\",\"scanned\"],re=[\"repository\",\"rule\",\"owner\",\"path\"],sn=[25,50,100,500],Se={search:\"\",filters:{},sort:null,group:null,folded:!1,page:0,pageSize:50,open:null,linked:null};function we({findings:e,...n},t,o=()=>{}){let r=on(e,n.hasBaseline,n.isChange),s=ve(r,Se);return{...n,table:r,view:Se,rows:s,choices:Hn(r),change:t,copy:o}}function an(e,n){let t={...e.view,...n},o=[\"search\",\"filters\",\"sort\",\"group\",\"folded\"].every(r=>t[r]===e.view[r]);return{...e,view:t,rows:o?e.rows:ve(e.table,t)}}function ve(e,n){let t=[...Dn(e,n),...Bn(e,n.search)];!n.folded&&!ke(n)&&t.push(s=>!e.isFolded(s));let o=t.reduce((s,i)=>s.filter(i),[...Array(e.size).keys()]),r=n.sort===null?o:rn(o,Gn(e,n.sort.key),n.sort);return n.group===null?r:rn(r,Wn(e,r,n.group))}function ke({search:e,filters:n}){return e!==\"\"||Object.keys(n).length>0}function Dn(e,n){return $.flatMap(t=>{let o=n.filters[t];return o===void 0?[]:[cn([ln(e.columns[t],r=>r===o)])]})}function Bn(e,n){return n.toLowerCase().split(/\\s+/).filter(Boolean).map(o=>{let{rule:r,repository:s,branch:i,path:l,owner:u,match:p}=e.columns,c=cn([r,s,i,l,u,p].map(h=>{let g=h.lowered.map(a=>a.includes(o));return ln(h,a=>g[a]===!0)}));return/^[0-9a-f]{4,}$/.test(o)?h=>c(h)||e.fingerprints[h]?.includes(o)===!0:c})}function ln({index:e,sets:n},t){return{index:e,hits:Uint8Array.from(n,o=>o.some(t)?1:0)}}function cn(e){let n=e.filter(({hits:t})=>t.includes(1));return t=>{for(let{index:o,hits:r}of n)if(r[o[t]]===1)return!0;return!1}}function rn(e,n,{descending:t}={descending:!1}){let o=t?-1:1,r=new Uint32Array(n.length);for(let[s,i]of e.entries())r[i]=s;return e.toSorted((s,i)=>o*(k(n,s)-k(n,i))||k(r,s)-k(r,i))}function Gn(e,n){if(n===\"scanned\")return e.exposedAt.length>0?e.exposedAt:e.scannedAt;let{index:t,sets:o,texts:r}=e.columns[n],s=[...r.keys()];n!==\"severity\"&&n!==\"status\"&&s.sort((p,c)=>V(k(r,p),k(r,c)));let i=new Uint32Array(s.length);for(let[p,c]of s.entries())i[c]=p;let l=o.map(([p])=>p===void 0?s.length:k(i,p));if(n!==\"path\")return t.map(p=>k(l,p));let u=2**24-1;return t.map((p,c)=>k(l,p)*2**24+Math.min(k(e.lines,c),u))}function Wn(e,n,t){let o=[...Ce(e,n,t)].sort(([,s],[,i])=>i-s),r=new Map(o.map(([s],i)=>[s,i]));return Array.from({length:e.size},(s,i)=>r.get(j(e,i,t))??0)}function j({columns:e},n,t){let o=s=>k(s.texts,k(s.index,n)),r=o(e[t]);return t===\"path\"?`${o(e.repository)} ${r}`:r}function Ce(e,n,t){let o=new Map;for(let r of n){let s=j(e,r,t);o.set(s,(o.get(s)??0)+1)}return o}function un(e,n){return Math.max(1,Math.ceil(e/n))}function dn(e,n){return e.slice(n.page*n.pageSize,(n.page+1)*n.pageSize)}function xe(e,n,t){let o=ve(e,n).indexOf(t),r={...n,open:t,linked:t};return o>=0?{...r,page:Math.floor(o/n.pageSize)}:xe(e,{...r,search:\"\",filters:{},folded:!0},t)}function Hn({columns:e}){return Object.fromEntries($.map(n=>{let t=jn(e[n]);return[\"severity\",\"status\",\"limit\"].includes(n)?[n,t]:[n,t.sort((o,r)=>V(o.text.toLowerCase(),r.text.toLowerCase()))]}))}function jn({index:e,sets:n,texts:t}){let o=new Uint32Array(n.length);for(let i of e)o[i]=k(o,i)+1;let r=new Uint32Array(t.length);for(let[i,l]of n.entries())for(let u of l)r[u]=k(r,u)+k(o,i);return t.map((i,l)=>({place:l,text:i,count:k(r,l)})).filter(i=>i.count>0)}function Ee({view:e,choices:n}){let{search:t,sort:o,group:r,filters:s,folded:i}=e;return[...$.flatMap(u=>{let p=n[u].find(({place:c})=>c===s[u]);return p===void 0?[]:[[u,p.text]]}),...t===\"\"?[]:[[\"search\",t]],...r===null?[]:[[\"group\",r]],...i?[[\"folded\",\"shown\"]]:[],...o===null?[]:[[\"sort\",`${o.descending?\"-\":\"\"}${o.key}`]]].map(([u,p])=>`${u}=${encodeURIComponent(p)}`).join(\"&\")}function pn(e,{choices:n}){let t=new URLSearchParams(e);if(![...$,\"search\",\"group\",\"sort\",\"folded\"].some(i=>t.has(i)))return null;let o=$.flatMap(i=>{let l=n[i].find(({text:u})=>u===t.get(i));return l===void 0?[]:[[i,l.place]]}),r=t.get(\"sort\")??\"\",s=Un.find(i=>i===r.replace(/^-/,\"\"));return{...Se,search:t.get(\"search\")??\"\",filters:Object.fromEntries(o),group:re.find(i=>i===t.get(\"group\"))??null,folded:t.get(\"folded\")===\"shown\",sort:s===void 0?null:{key:s,descending:r.startsWith(\"-\")}}}var D={page:0,open:null};function hn(e){let{view:n,change:t,rows:o,table:r}=e,s=ke(n),i=()=>t({...D,search:\"\",filters:{},linked:null}),l={type:\"search\",value:n.search,placeholder:\"Rule, repository, branch, path or fingerprint\",autocomplete:\"off\",spellcheck:!1,onInput:u=>t({...D,search:u.currentTarget.value})};return d(\"div\",{class:\"controls\",role:\"search\",\"aria-label\":\"Findings\"},d(\"label\",{class:\"search\"},d(\"span\",null,\"Search\"),d(\"input\",l)),...$.filter(u=>gn(e,u)).map(u=>Vn(e,u)),Kn(e),d(\"button\",{type:\"button\",disabled:!s,onClick:i},\"Clear\"),d(\"p\",{role:\"status\"},`${E(o.length)} of ${ie(r.size,\"finding\")}`),!s&&zn(e),Te(e,\"\",o))}function zn({table:e,view:n,rows:t,change:o}){let r=e.size-t.length;if(r===0&&!n.folded)return null;let s=n.folded?\"Show new findings only\":`Show ${E(r)} that are not new`;return d(\"button\",{type:\"button\",onClick:()=>o({...D,folded:!n.folded})},s)}function gn({choices:e},n){return n!==\"owner\"&&n!==\"limit\"||e[n].some(({text:t})=>t!==\"\")}function Kn(e){let{view:n,change:t}=e,o=re.filter(i=>i!==\"owner\"||gn(e,\"owner\")),r=[d(\"option\",{value:\"\"},\"None\"),o.map(i=>d(\"option\",{key:i,value:i},i===\"path\"?\"file\":i))],s=i=>t({...D,group:re.find(l=>l===i)??null});return d(\"label\",null,d(\"span\",null,\"Group by\"),Ae(n.group??\"\",s,r))}function Te(e,n,t){let o=(r,s)=>d(\"button\",{type:\"button\",onClick:l=>e.copy(s(),l.currentTarget)},r);return d(\"div\",{class:\"copying\"},o(\"Copy link\",()=>n),o(\"Copy as Markdown\",()=>qn(e,t)))}function Vn({choices:e,view:n,change:t},o){let r=l=>{let{[o]:u,...p}=n.filters,c=l===\"\"?p:{...p,[o]:Number(l)};t({...D,filters:c})},s=[d(\"option\",{value:\"\"},\"All\"),e[o].map(Yn)],i=d(\"span\",null,o===\"limit\"?\"exceeded limit\":o);return d(\"label\",{key:o},i,Ae(String(n.filters[o]??\"\"),r,s))}function Yn({place:e,text:n,count:t}){let o=n===\"\"?\"(none)\":R(n,60);return d(\"option\",{key:e,value:String(e)},`${o} (${E(t)})`)}function Ae(e,n,t){return d(\"select\",{value:e,onChange:r=>n(r.currentTarget.value)},t)}function mn({view:e,rows:n,change:t}){let o=un(n.length,e.pageSize),r=e.page*e.pageSize,s=Math.min(r+e.pageSize,n.length),i=n.length===0?\"None\":`${E(r+1)}\\u2013${E(s)} of ${E(n.length)}`,l=(c,h,g)=>d(\"button\",{type:\"button\",disabled:!g,onClick:()=>t({page:h,open:null})},c),u=sn.map(c=>d(\"option\",{key:c,value:String(c)},c)),p=c=>t({...D,pageSize:Number(c)});return d(\"nav\",{class:\"pager\",\"aria-label\":\"Pages of findings\"},l(\"First\",0,e.page>0),l(\"Previous\",e.page-1,e.page>0),d(\"span\",{class:\"soft\"},i),l(\"Next\",e.page+1,e.page<o-1),l(\"Last\",o-1,e.page<o-1),d(\"label\",null,d(\"span\",{class:\"soft\"},\"Rows\"),Ae(String(e.pageSize),p,u)))}var Jn=200,fn=3;function qn({table:e,bitbucketUrl:n},t){let o=t.slice(0,Jn).map(s=>{let i=e.finding(s),{severity:l,rule:u,project:p,repository:c,branches:h,owner:g}=i,a=G(`${p}/${c} ${Be(i)}`),f=B(n,i),b=h.length-fn,S=h.slice(0,fn).filter(m=>m!==\"\").map(m=>G(m));return[`* **${l}** ${G(u)} in ${f===null?a:`[${a}](<${f}>)`}`,...S.length===0?[]:[` on ${S.join(\", \")}${b>0?` and ${E(b)} more`:\"\"}`],...g===\"\"?[]:[`, owner ${G(g)}`]].join(\"\")}),r=t.length-o.length;return[...o,...r>0?[`* and ${E(r)} more`]:[],\"\"].join(`\n`)}function $e(e){let n=dn(e.rows,e.view);return[hn(e),Qn(e,n),mn(e)]}var Ne=[[\"severity\",\"Severity\"],[\"rule\",\"Rule\"],[\"path\",\"File and line\"],[\"repository\",\"Repository\"],[\"branch\",\"Branches\"],[\"status\",\"Status\"],[\"scanned\",\"Scanned\"]],Zn=3;function Qn(e,n){let t=`Findings, ${E(n.length)} of ${E(e.rows.length)} shown`,o=Ne.map(([u,p])=>et(e,u,u===\"scanned\"?_n(e):p)),r=Xe(d(\"span\",{class:\"unseen\"},\"Details\")),{group:s}=e.view,i=s===null?new Map:Ce(e.table,e.rows,s),l=n.map((u,p)=>[Xn(e,u,n[p-1],i),nt(e,u,e.table.finding(u))]);return en(\"Table of findings\",Qe(t,[...o,r],l,{table:\"findings\"}))}function _n({table:e}){return e.exposedAt.length>0?\"Exposed since\":\"Scanned\"}function Xn({table:e,view:{group:n}},t,o,r){if(n===null)return null;let s=j(e,t,n);if(o!==void 0&&j(e,o,n)===s)return null;let i=`${s||\"(none)\"} \\xB7 ${E(r.get(s)??0)}`,l=d(\"th\",{scope:\"rowgroup\",colSpan:Ne.length+1},i);return d(\"tr\",{key:`group ${s}`,class:\"group\"},l)}function et({view:e,change:n},t,o){let r=e.sort?.key===t?e.sort:null,s=r===null?\"none\":r.descending?\"descending\":\"ascending\",i=r?.descending?null:{key:t,descending:r!==null};return d(\"th\",{scope:\"col\",\"aria-sort\":s},d(\"button\",{type:\"button\",onClick:()=>n({sort:i,page:0,open:null})},o))}function nt(e,n,t){let{severity:o,scannedAt:r,exposedAt:s}=t,i=e.table.exposedAt.length>0?s:r,l=e.view.open===n,u=e.view.linked===n?\"true\":void 0,p=Y(t,e),c=(h,g,a)=>d(\"td\",{class:g,\"data-title\":h},a);return d(U,{key:n},d(\"tr\",{class:l?\"open\":void 0,\"data-row\":n,\"aria-current\":u},c(\"Severity\",void 0,d(\"span\",{class:`severity ${o}`},o)),c(\"Rule\",void 0,d(\"code\",null,R(x(t.rule),40))),c(\"File\",\"place\",tt(t,e.bitbucketUrl)),c(\"Repository\",\"name\",ye(`${t.project}/${t.repository}`)),c(\"Branches\",\"name\",_e(t.branches,Zn)),c(\"Status\",void 0,d(\"span\",{class:`status ${p}`},p)),c(_n(e),\"time\",i===null?\"\\u2014\":oe(i).slice(0,10)),d(\"td\",{class:\"more\"},ot(e,n,t,l))),l&&d(\"tr\",{class:\"detail\"},d(\"td\",{colSpan:Ne.length+1},st(e,n,t))))}function tt(e,n){let t=x(e.path),o=e.line===null?\"\":`:${e.line}`,r=d(\"code\",null,be(R(t,64)),d(\"b\",null,o)),s=B(n,e);return s===null?d(\"span\",{title:t},r):d(\"a\",{href:s,title:t,target:\"_blank\",rel:\"noopener noreferrer\"},r)}function ot({change:e},n,t,o){let r=`${x(t.rule)} in ${x(t.path)}`,s={type:\"button\",\"aria-expanded\":o?\"true\":\"false\",\"aria-label\":`Details of ${R(r,120)}`,onClick:()=>e({open:o?null:n})};return d(\"button\",s,o?\"\\u2013\":\"+\")}var rt=\"https://github.com/newren/git-filter-repo\";function st(e,n,t){let{what:o,rotate:r,link:s}=Me(t.rule,e.remedies);return d(\"div\",{class:\"advice\"},d(\"div\",null,d(\"h3\",null,x(t.rule)),d(\"p\",null,o),d(\"ol\",{class:\"steps\"},it(t,r,s,e)),at(t,e.startedAt)),d(\"div\",null,lt(t),Te(e,`#${t.fingerprint}`,[n])))}function it(e,n,t,{bitbucketUrl:o}){let r=B(o,e);if(e.rule===K)return d(\"li\",null,n);let s=(i,...l)=>d(\"li\",null,d(\"b\",null,i),l);return[s(\"Revoke. \",n,t!==null&&[\" \",Re(t,\"How to revoke it\")]),s(\"Look for use. \",\"Whoever could read the repository may have used it since it was pushed.\"),s(\"Replace. \",\"Read the new one from a secret store, and take it out of \",r===null?\"the line\":Re(r,\"the line\"),e.branches.length>1?\" on every branch.\":\".\"),s(\"Purge. \",`${Ie} Then rewrite the history with `,Re(rt,\"git filter-repo\"),\", and have everybody clone anew.\")]}function Re(e,n){return d(\"a\",{href:e,target:\"_blank\",rel:\"noopener noreferrer\"},n)}function at(e,n){return d(\"details\",{class:\"acceptance\"},d(\"summary\",null,\"No secret, or accepted for a while?\"),d(\"p\",null,\"Paste below \",d(\"code\",null,\"suppressions:\"),\" of the policy file:\"),tn(Ue(e,n)))}function lt(e){let{path:n,match:t,scannedAt:o,fingerprint:r,branches:s,owner:i,exposedAt:l,author:u}=e,p=[l===null?\"\":oe(l),u===\"\"?\"\":`by ${x(u)}`],c=[[\"File\",x(n)],[\"Branches\",_e(s,100)],[\"Owner\",i===\"\"?null:d(\"a\",{href:`#owner=${encodeURIComponent(x(i))}`},x(i))],[\"Matched text\",t===\"\"?null:d(\"code\",null,x(t))],[\"Exposed since\",u===\"\"?null:p.join(\" \").trim()],[\"Scanned\",o===null?null:oe(o)],[\"Fingerprint\",d(\"a\",{href:`#${r}`},d(\"code\",null,r))]];return nn(c.filter(([,h])=>h!==null))}var ct=1e3,ut=300;dt();ht();gt();mt();function dt(){let e=document.querySelector(\"#theme\");if(e===null)return;let n=matchMedia(\"(prefers-color-scheme: dark)\"),t=pt(),o=()=>(t??(n.matches?\"dark\":\"light\"))===\"dark\"?\"light\":\"dark\",r=()=>{t!==null&&(document.documentElement.dataset.theme=t),e.textContent=o()===\"dark\"?\"Dark\":\"Light\",e.setAttribute(\"aria-label\",`Switch to the ${o()} theme`)};e.hidden=!1,r(),n.addEventListener(\"change\",r),e.addEventListener(\"click\",()=>{t=o(),r(),ft(t)})}function pt(){try{let e=localStorage.getItem(\"soteri-gate-theme\");return e===\"light\"||e===\"dark\"?e:null}catch{return null}}function ft(e){try{localStorage.setItem(\"soteri-gate-theme\",e)}catch{}}function ht(){document.addEventListener(\"click\",({target:e})=>{if(!(e instanceof Element))return;let n=e.closest(\"[data-link]\")?.getAttribute(\"data-link\");n&&(location.hash=n);let t=e.closest(\"[data-copy]\"),o=t?.parentElement?.querySelector(\"pre\");t instanceof HTMLButtonElement&&o instanceof HTMLElement&&yn(o.textContent??\"\",t,o)})}async function yn(e,n,t){let o=n.dataset.title??n.textContent??\"\";n.dataset.title=o,n.textContent=await navigator.clipboard.writeText(e).then(()=>\"Copied\",()=>t===void 0?\"Not allowed here\":(getSelection()?.selectAllChildren(t),\"Selected\")),setTimeout(()=>{n.textContent=o},2e3)}function gt(){let e=[];addEventListener(\"beforeprint\",()=>{e=[...document.querySelectorAll(\"details:not([open], .picture details)\")];for(let n of e)n.open=!0}),addEventListener(\"afterprint\",()=>{for(let n of e)n.open=!1})}function mt(){let e=document.querySelector(\"#findings-table\"),n=document.querySelector(\"#findings-json\")?.textContent;if(e===null||!n)return;let t=u=>{i=an(i,u),te($e(i),e)},o,r=u=>{t(u),clearTimeout(o),o=setTimeout(()=>_t(`#${Ee(i)}`),ut)},s=(u,p)=>{let c=u===\"\"?`#${Ee(i)}`:u,h=/^#\\S*$/.test(c);p instanceof HTMLButtonElement&&yn(h?`${location.href.split(\"#\",1)[0]}${c}`:c,p)},i=we(JSON.parse(n),r,s);me($e(i),e);let l=()=>yt(i,location.hash.slice(1),t);addEventListener(\"hashchange\",l),l(),wt(()=>i.view,t)}function _t(e){try{history.replaceState(null,\"\",e)}catch{}}function yt(e,n,t){let o=pn(n,e);if(o!==null){t({...o,pageSize:e.view.pageSize}),document.querySelector(\"#findings\")?.scrollIntoView();return}let r=e.table.fingerprints.indexOf(n.toLowerCase());r>=0?bt(e,r,t):/^[0-9a-f]{32}$/i.test(n)&&St(n)}function bt(e,n,t){t(xe(e.table,e.view,n));let o=document.querySelector(`tr[data-row=\"${n}\"]`);o?.scrollIntoView({block:\"center\"}),o?.querySelector(\"button\")?.focus({preventScroll:!0})}function St(e){let n=document.querySelector(\"#link-note\");n!==null&&(n.textContent=`No finding ${e} in this page: ${n.dataset.advice}.`)}function wt(e,n){let t={};addEventListener(\"beforeprint\",()=>{let{page:o,pageSize:r,open:s,folded:i}=e();t={page:o,pageSize:r,open:s,folded:i},n({page:0,pageSize:ct,open:null,folded:!0})}),addEventListener(\"afterprint\",()=>n(t))}})();";
const pageStyle = ":root{color-scheme:light dark;--ground: light-dark(#f4f6f9, #0d1218);--surface: light-dark(#ffffff, #151c25);--raised: light-dark(#f0f3f7, #1d2631);--ink: light-dark(#17202b, #e7ecf2);--soft: light-dark(#55616f, #a3afbd);--line: light-dark(#dce2e9, #2a3542);--link: light-dark(#1d57b8, #8ab8ff);--bar: light-dark(#2a6fdb, #5c9bf5);--bar-soft: light-dark(#a9c4ec, #2f4f7d);--track: light-dark(#e6ebf1, #26313e);--mark: light-dark(#fff2c2, #4a3d12);--pass-tint: light-dark(#e3f5ef, #10291f);--warn-tint: light-dark(#fff3d4, #332810);--fail-tint: light-dark(#fdeae6, #361a15);--error-tint: light-dark(#f3ecfb, #261b36);--pass: light-dark(#00735a, #35c79f);--warn: light-dark(#8a5800, #f3b94d);--fail: light-dark(#b32a14, #ff8a70);--error: light-dark(#66339c, #c6a0f5);--critical: light-dark(#8f1d3f, #ff7d9c);--high: light-dark(#c2501b, #f79b5f);--medium: light-dark(#d9a21b, #e9c75c);--low: light-dark(#7c94ab, #8298ae);--mono: ui-monospace, \"SF Mono\", \"Cascadia Mono\", \"JetBrains Mono\", Menlo, Consolas, \"DejaVu Sans Mono\", monospace}:root[data-theme=light]{color-scheme:light}:root[data-theme=dark]{color-scheme:dark}*{box-sizing:border-box}html{scroll-behavior:smooth;scroll-padding-top:1rem;-webkit-text-size-adjust:100%}body{margin:0;background:var(--ground);color:var(--ink);font:15px/1.55 Inter,system-ui,-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-variant-numeric:tabular-nums}header,main,footer{max-width:1240px;margin:0 auto;padding:0 24px}h1,h2,h3,p,dl,dd,ol,ul,figure,pre{margin:0;padding:0}h2{font-size:20px;line-height:1.3;letter-spacing:-.01em}h3{font-size:15px;line-height:1.4}a{color:var(--link);text-underline-offset:2px}code,pre{font-family:var(--mono);font-size:.88em}code{overflow-wrap:anywhere}:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:4px}.soft{color:var(--soft)}.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}.skip{position:absolute;left:-999px}.skip:focus{left:24px;top:8px;z-index:2;padding:8px 12px;background:var(--surface)}button,select,input{font:inherit;color:inherit;background:var(--surface);border:1px solid light-dark(#8793a1,#5c6b7b);border-radius:7px;padding:5px 10px;min-height:34px}button{cursor:pointer}button:hover:not(:disabled){background:var(--raised)}button:disabled{opacity:.45;cursor:default}main>section{margin:40px 0 0}section>h2{margin-bottom:14px}.severity{white-space:nowrap}.findings .more button{width:28px;min-height:26px;padding:0}.severity{display:inline-flex;align-items:center;gap:7px;white-space:nowrap}.severity:before{content:\"\";width:10px;height:10px;border-radius:3px;background:var(--low)}.severity.critical:before{background:var(--critical)}.severity.high:before{background:var(--high)}.severity.medium:before{background:var(--medium)}.bar{display:flex;align-items:center;gap:16px;padding:14px 0;color:var(--soft)}.bar b{color:var(--ink)}.bar .scope{margin-left:auto;font-family:var(--mono);font-size:13px;overflow-wrap:anywhere}.banner{--tone: var(--error);--tint: var(--error-tint);display:flex;gap:22px;align-items:center;padding:26px 28px;border-radius:14px;border:1px solid color-mix(in oklab,var(--tone) 40%,var(--tint));background:var(--tint)}.pass .banner{--tone: var(--pass);--tint: var(--pass-tint)}.warn .banner{--tone: var(--warn);--tint: var(--warn-tint)}.fail .banner{--tone: var(--fail);--tint: var(--fail-tint)}.banner .icon{flex:none;width:60px;height:60px;color:var(--tone)}.banner .icon .mark{stroke:var(--surface)}.banner h1{font-size:32px;line-height:1.15;letter-spacing:-.02em;color:var(--tone)}.banner .why{margin-top:6px;font-size:17px;overflow-wrap:anywhere}.banner .facts{margin-top:6px;color:var(--soft);font-size:13.5px}.numbers,.tiles{display:grid;grid-template-columns:repeat(4,1fr);gap:12px}.numbers{margin-top:12px}.numbers>div,.tiles>div{display:flex;flex-direction:column;padding:14px 18px;border:1px solid var(--line);border-radius:12px;background:var(--surface)}.numbers>div{flex-direction:column-reverse}.numbers dt,.tiles dt{color:var(--soft);font-size:13.5px}.numbers dd{font-size:28px;font-weight:650;line-height:1.2;letter-spacing:-.02em}.tiles dd{color:var(--soft);font-size:13.5px}.tiles b{display:block;color:var(--ink);font-size:16.5px;font-weight:600}.error-panel{padding:22px 28px;border-radius:14px;border:1px solid var(--line);border-left:6px solid var(--error);background:var(--surface)}.error-panel h2 code{margin-left:8px;color:var(--error);font-size:15px}.error-panel dl{display:grid;grid-template-columns:max-content 1fr;gap:10px 24px;margin-bottom:14px}.error-panel dt{color:var(--soft)}.error-panel dd{overflow-wrap:anywhere}.error-panel ul{padding-left:18px}.notes{margin-top:12px;padding:12px 18px 12px 36px;border-radius:12px;background:var(--warn-tint);overflow-wrap:anywhere}details{margin-top:12px;border:1px solid var(--line);border-radius:12px;background:var(--surface)}summary{padding:9px 18px;cursor:pointer;border-radius:12px}summary:hover{background:var(--raised)}details[open]>summary{border-bottom:1px solid var(--line);border-radius:12px 12px 0 0}.scroll{position:relative;overflow-x:auto}table{width:100%;border-collapse:collapse;font-size:14px}th,td{padding:8px 18px;text-align:left;vertical-align:top;overflow-wrap:break-word}thead th{color:var(--soft);font-weight:500;white-space:nowrap}tbody tr{border-top:1px solid var(--line)}.hash{display:inline-block;width:33ch;overflow-wrap:anywhere}table .time{white-space:nowrap}.unproven{color:var(--fail)}.thresholds{display:grid;gap:12px;margin-top:14px;list-style:none}.thresholds>li{--tone: var(--pass);padding:14px 20px;border:1px solid var(--line);border-left:5px solid var(--tone);border-radius:12px;background:var(--surface)}.thresholds>.exceeded{--tone: var(--fail)}.thresholds>.warned{--tone: var(--warn)}.thresholds>.unproven{--tone: var(--soft)}.thresholds .title{display:flex;flex-wrap:wrap;gap:4px 12px;align-items:baseline}.thresholds h3{font-family:var(--mono);font-size:14px;overflow-wrap:anywhere}.thresholds .state{color:var(--tone);font-size:13.5px;font-weight:600}.thresholds .against{margin-left:auto;color:var(--soft)}.thresholds .against b{color:var(--ink);font-size:18px}.thresholds li>.soft{font-size:13px}.thresholds ul{display:flex;flex-wrap:wrap;gap:6px 20px;margin-top:6px;font-size:13.5px;list-style:none}.gauge{display:block;margin:8px 0 6px;overflow:visible}.gauge .track,.chart .track{fill:var(--track)}.gauge .within{fill:color-mix(in oklab,var(--tone) 50%,var(--track))}.gauge .beyond,.kept .gauge .within{fill:var(--tone)}.gauge .limit{fill:var(--ink)}.pictures{display:flex;flex-wrap:wrap;gap:14px}.picture{flex:1 1 45%;display:flex;flex-direction:column;padding:18px 20px;border:1px solid var(--line);border-radius:14px;background:var(--surface);min-width:0}#picture-trend{flex-basis:100%}.picture figcaption .soft{font-size:13px}.picture .drawing{margin-top:14px}.picture details{margin-top:auto;border:0}.picture details>summary{display:inline-block;padding:4px 0;border:0;color:var(--link);font-size:13.5px}.picture details>summary:hover{background:none;text-decoration:underline}.with-legend .drawing{margin:auto 0;padding-top:14px;display:flex;align-items:center;gap:16px 32px}.with-legend svg{flex:none}.numbers-table th,.numbers-table td{padding:5px 0;font-weight:400}.numbers-table td,.numbers-table thead th+th{text-align:right}.numbers-table a{color:inherit}.swatch{display:inline-block;width:11px;height:11px;margin-right:9px;border-radius:3px}.swatch.critical{background:var(--critical)}.swatch.high{background:var(--high)}.swatch.medium{background:var(--medium)}.swatch.low{background:var(--low)}.chart{display:block;overflow:hidden;font-size:13px}.chart text{fill:var(--ink)}.chart .tick{fill:var(--soft);font-size:12px}.chart .value{font-weight:600}.chart .fill{fill:var(--bar)}.chart .rest text{fill:var(--soft)}.chart .known{fill:var(--bar-soft)}.chart .axis{stroke:var(--line)}.chart .total{font-size:24px;font-weight:650}.chart [data-link]{cursor:pointer}.chart .hit{pointer-events:all}.chart [data-link]:hover .fill{fill:var(--link)}.slice.critical{fill:var(--critical)}.slice.high{fill:var(--high)}.slice.medium{fill:var(--medium)}.slice.low{fill:var(--low)}.chart .sign{font-size:12px;font-weight:700}.chart .sign.pass{fill:var(--pass)}.chart .sign.warn{fill:var(--warn)}.chart .sign.fail{fill:var(--fail)}.chart .sign.error{fill:var(--error)}.lines{display:grid;grid-template-columns:repeat(auto-fill,minmax(300px,1fr));gap:4px 24px;margin-top:16px;list-style:none;color:var(--link)}.lines li{display:flex;align-items:center;gap:10px}.lines b{min-width:48px;color:var(--ink);text-align:right}.lines svg{flex:none}#findings-table{border:1px solid var(--line);border-radius:14px;background:var(--surface)}.controls,.pager{display:flex;flex-wrap:wrap;align-items:end;gap:10px 12px;padding:16px 18px}.controls label{display:grid;gap:3px;flex:1 1 110px;min-width:0}.controls label span{color:var(--soft);font-size:13px}.controls label span:first-letter{text-transform:uppercase}.controls .search{flex:4 1 260px}.controls select,.controls input{width:100%}.controls p{flex:1 0 180px;color:var(--soft);font-size:13.5px}.findings th button{padding:2px 0;border:0;background:none;color:var(--soft);font-weight:500;white-space:nowrap}.findings th button:hover{color:var(--ink);text-decoration:underline}.findings th button:after{content:\" \\2195\";opacity:.45}.findings th[aria-sort=ascending] button:after,.findings th[aria-sort=descending] button:after{opacity:1}.findings th[aria-sort=ascending] button:after{content:\" \\2191\"}.findings th[aria-sort=descending] button:after{content:\" \\2193\"}.findings th,.findings td{padding:7px 10px}.findings th:first-child,.findings td:first-child{padding-left:18px}.findings thead{border-top:1px solid var(--line);background:var(--raised)}.findings tbody tr:hover:not(.detail){background:var(--raised)}.findings tr[aria-current]{background:var(--mark);box-shadow:inset 4px 0 0 var(--warn)}.findings td code{overflow-wrap:break-word}.findings .place{min-width:240px}.findings .name{min-width:132px}.findings .name,.findings .place code{overflow-wrap:anywhere}.findings .place b{display:inline-block;font-weight:600}.findings .place a:not(:hover){text-decoration:none}.findings .status{color:var(--soft)}.status.new{color:var(--ink);font-weight:600}.status.suppressed{text-decoration:line-through}.findings .detail{border-top:0}.detail td{padding:4px 18px 20px}.advice{display:grid;grid-template-columns:1fr 1fr;gap:16px 32px;padding:16px 18px}.detail .advice{border-radius:12px;background:var(--raised)}.advice>div{min-width:0}.advice p,.advice dl{margin-top:6px}.advice dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 14px;font-size:13.5px}.advice dt{color:var(--soft)}.advice dd{overflow-wrap:anywhere}.snippet{position:relative;margin-top:8px}.snippet pre{padding:12px 84px 12px 14px;overflow-x:auto;border:1px solid var(--line);border-radius:9px;background:var(--surface)}.copy{position:absolute;top:7px;right:7px;min-height:28px;padding:1px 10px;font-size:13px}.pager{align-items:center;font-size:13.5px;border-top:1px solid var(--line)}.pager label{display:flex;align-items:center;gap:8px;margin-left:auto}.cut,.empty,#link-note:not(:empty){margin-bottom:12px;padding:12px 18px;border-radius:12px;background:var(--warn-tint)}.empty{border:1px solid var(--line);background:var(--surface)}.first{display:grid;gap:8px;list-style-position:inside}.first>li{padding:12px 18px;border:1px solid var(--line);border-radius:12px;background:var(--surface)}.first>li::marker{color:var(--soft)}.first .severity{margin-right:8px}.first p{font-size:13px}.steps{padding-left:20px}.steps li{margin-top:8px}.acceptance{margin-top:16px}.acceptance>:not(summary){margin:8px 18px 12px}.copying{display:flex;flex-wrap:wrap;gap:8px}.advice .copying{margin-top:14px}.chip{display:inline-block;margin:1px 4px 1px 0;padding:0 8px;border:1px solid var(--line);border-radius:10px;background:var(--raised);font-size:13px;overflow-wrap:anywhere}.group th{padding-top:14px;font-size:13.5px;text-align:left;background:var(--raised);overflow-wrap:anywhere}#heat .scroll{border:1px solid var(--line);border-radius:14px;background:var(--surface)}.heat th[scope=row]{font-weight:400;overflow-wrap:anywhere}.heat td,.heat thead th+th{text-align:center}.heat td a{display:block;color:var(--ink)}.heat-1{background:color-mix(in oklab,var(--high) 12%,var(--surface))}.heat-2{background:color-mix(in oklab,var(--high) 24%,var(--surface))}.heat-3{background:color-mix(in oklab,var(--high) 36%,var(--surface))}.heat-4{background:color-mix(in oklab,var(--high) 48%,var(--surface))}.evidence>:not(summary){margin:14px 18px}footer{display:flex;flex-wrap:wrap;gap:4px 24px;margin-top:48px;padding-top:18px;padding-bottom:40px;color:var(--soft);font-size:13.5px}@media(max-width:1000px){.picture{flex-basis:100%}}@media(max-width:720px){header,main,footer{padding-left:14px;padding-right:14px}.numbers,.tiles{grid-template-columns:1fr 1fr}.advice,.error-panel dl{grid-template-columns:1fr}.banner{padding:18px;gap:14px}.banner .icon{width:40px;height:40px}}@media(max-width:600px){.heat th,.heat td{padding:8px 6px}.findings thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}.findings,.findings tbody,.findings tr,.findings td,.group th{display:block}.findings tr{position:relative;padding:10px 4px}.findings td,.findings td:first-child{padding:2px 14px}.findings td[data-title]:not(:first-child){display:grid;grid-template-columns:92px 1fr}.findings td[data-title]:not(:first-child):before{content:attr(data-title);color:var(--soft);font-size:13px}.findings .place,.findings .name{min-width:0}.findings .more{position:absolute;right:4px;bottom:10px}.thresholds .against{margin-left:0}}@media(prefers-reduced-motion:reduce){html{scroll-behavior:auto}}@page{margin:12mm}@media print{:root,:root[data-theme]{color-scheme:light}body{background:#fff;font-size:9.5pt;print-color-adjust:exact}header,main,footer{padding:0}table{font-size:8pt}.findings th,.findings td{padding:4px 6px}.findings .place,.findings .name{min-width:0}.scroll{overflow:visible}.thresholds>li,.first>li,.picture,tr{break-inside:avoid}.skip,#theme,.controls label,.controls button,.pager button,.pager label,.copy,.copying,.snippet,.acceptance,.picture details,.findings .more,.findings th:last-child{display:none}.findings th button:after{content:none}h2{break-after:avoid}}";

// EXTERNAL MODULE: ./lib/finding.js
var lib_finding = __webpack_require__(182);
// EXTERNAL MODULE: ./node_modules/preact/dist/preact.mjs
var preact = __webpack_require__(34137);
;// CONCATENATED MODULE: ./lib/report/html/parts.js
/** The only import of preact, which escapes text and attributes, and what all sections share. Runs in the page too. */





function section(id, title, ...content) {
    const titleId = `${id}-title`;
    return (0,preact.h)('section', { id, 'aria-labelledby': titleId }, (0,preact.h)('h2', { id: titleId }, title), content);
}
/** Its caption is for screen readers only. */
function table(caption, heads, rows, classes = {}) {
    return (0,preact.h)('table', { class: classes.table }, (0,preact.h)('caption', { class: 'unseen' }, caption), (0,preact.h)('thead', { class: classes.head }, (0,preact.h)('tr', null, ...heads)), (0,preact.h)('tbody', null, ...rows));
}
function columnHead(title) {
    return (0,preact.h)('th', { scope: 'col' }, title);
}
function scrollable(label, ...content) {
    return (0,preact.h)('section', { class: 'scroll', tabIndex: 0, 'aria-label': label }, ...content);
}
function definitions(entries) {
    return (0,preact.h)('dl', null, ...entries.flatMap(([name, value]) => [(0,preact.h)('dt', null, name), (0,preact.h)('dd', null, value)]));
}
function tiles(className, entries) {
    const tile = ([name, value]) => (0,preact.h)('div', { key: name }, (0,preact.h)('dt', null, name), (0,preact.h)('dd', null, value));
    return (0,preact.h)('dl', { class: className }, entries.map(tile));
}
/** A text to copy, with the button that the page's script enables. */
function snippet(text) {
    const button = (0,preact.h)('button', { type: 'button', class: 'copy', 'data-copy': '' }, 'Copy');
    return (0,preact.h)('div', { class: 'snippet' }, (0,preact.h)('pre', { tabIndex: 0 }, text), button);
}
function chips(branches, limit) {
    const names = branches.filter((name) => name !== '');
    if (names.length === 0)
        return '—';
    const chip = (name) => (0,preact.h)('span', { class: 'chip', key: name }, shortName(name));
    const left = names.length - limit;
    const more = left > 0 && (0,preact.h)('span', { class: 'soft' }, ` and ${(0,lib_text/* count */.U9)(left)} more`);
    return (0,preact.h)('span', null, names.slice(0, limit).map(chip), more);
}
function shortName(text) {
    const name = (0,lib_text/* escapeInvisible */.ts)(text);
    return (0,preact.h)('span', { title: name }, breakable((0,report_escape/* shorten */.ml)(name, 48)));
}
/** A long path may break after a slash. */
function breakable(path) {
    return path.split(/(?<=\/)/).map((part, index) => (index === 0 ? part : [(0,preact.h)('wbr', null), part]));
}
/** Sentences of the gate name things in backticks. */
function prose(text) {
    const parts = (0,lib_text/* escapeInvisible */.ts)(text).split(/`([^`]+)`/);
    return parts.map((part, index) => (index % 2 === 1 ? (0,preact.h)('code', null, part) : part));
}
/** `0 bytes`, `12.3 MiB` */
function byteSize(bytes) {
    const units = ['KiB', 'MiB', 'GiB', 'TiB'];
    if (bytes < 1024)
        return (0,lib_text/* plural */.LS)(bytes, 'byte');
    const step = Math.min(Math.floor(Math.log2(bytes) / 10), units.length);
    return `${(bytes / 1024 ** step).toFixed(1)} ${units[step - 1]}`;
}
/** Milliseconds since the epoch or ISO 8601 as `2026-11-23 14:05 UTC`; any other text stays as it is. */
function utcTime(time) {
    const date = new Date(time);
    if (Number.isNaN(date.getTime()))
        return (0,lib_text/* escapeInvisible */.ts)(String(time));
    return `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
/** An element that is known to be there, so that no fallback is needed. */
function valueAt(values, index) {
    return values[index];
}

;// CONCATENATED MODULE: ./lib/report/html/findings-columns.js
/** The findings as the page carries them: numbers by column, repeated texts once, so that 50,000 take a few megabytes. */




/** The text of a finding by column. Times are milliseconds since the epoch; '' when unknown, as with lines. */
const textOf = {
    severity: ({ severity }) => severity,
    status: ({ status }) => status,
    rule: ({ rule }) => rule,
    project: ({ project }) => project,
    repository: ({ project, repository }) => `${project}/${repository}`,
    path: ({ path }) => path,
    line: ({ line }) => String(line ?? ''),
    owner: ({ owner = '' }) => owner,
    match: ({ match }) => match,
    scanned: ({ scannedAt }) => String(scannedAt ?? ''),
    exposed: ({ blame }) => (blame?.date ? String(Date.parse(blame.date)) : ''),
    author: ({ blame }) => (blame === undefined ? '' : authorText(blame)),
};
function authorText({ author, email, commit }) {
    return `${author}${email === undefined ? '' : ` <${email}>`} in ${commit.slice(0, 11)}`;
}
function encodeFindings(entries, exceeded = []) {
    const namesOf = (limits) => limits.map(({ name }) => name);
    const limits = entries.map((entry) => namesOf(exceeded.filter((outcome) => (0,report_entries/* isCountedBy */.my)(entry, outcome))));
    const plain = Object.entries(textOf).map(([name, of]) => [name, encodeTexts(entries.map(of), order[name])]);
    return {
        columns: {
            ...Object.fromEntries(plain),
            branch: encodeSets(entries.map(({ branches }) => branches)),
            limit: encodeSets(limits, namesOf(exceeded)),
        },
        fingerprints: entries.map(({ fingerprint }) => fingerprint).join(' '),
    };
}
/** Texts of columns that are sorted by rank and not by name. */
const order = { severity: lib_finding/* severities */.gO, status: lib_finding/* findingStatuses */.GU };
/** @param known texts that come first, in this order */
function encodeTexts(rows, known = []) {
    const texts = new Map(known.map((text, number) => [text, number]));
    const index = rows.map((text) => numberIn(texts, text));
    return { texts: [...texts.keys()], index: texts.size > 1 ? index : [] };
}
function encodeSets(rows, known = []) {
    const { texts: distinct, index } = encodeTexts(rows.map((row) => JSON.stringify(row)));
    const texts = new Map(known.map((text, number) => [text, number]));
    const sets = distinct.map((row) => JSON.parse(row).map((text) => numberIn(texts, text)));
    return { texts: [...texts.keys()], sets, index };
}
/** In the order of first appearance. */
function numberIn(numbers, text) {
    const known = numbers.get(text);
    if (known === undefined)
        numbers.set(text, numbers.size);
    return known ?? numbers.size - 1;
}
/** Columns with few values, by which findings can be filtered. */
const findings_columns_facets = ['severity', 'status', 'rule', 'repository', 'branch', 'owner', 'limit'];
function decodeFindings({ columns: encoded, fingerprints: joined }, hasBaseline = true, isChange = false) {
    const fingerprints = joined === '' ? [] : joined.split(' ');
    const size = fingerprints.length;
    const decoded = Object.entries(encoded).map(([name, column]) => [name, textColumn(column, size)]);
    const columns = Object.fromEntries(decoded);
    const textsAt = (name, row) => {
        const { index, sets } = columns[name];
        return valueAt(sets, valueAt(index, row)).map((number) => valueAt(encoded[name].texts, number));
    };
    const textAt = (name, row) => textsAt(name, row)[0] ?? '';
    const numberAt = (name, row) => {
        const text = textAt(name, row);
        return text === '' ? null : Number(text);
    };
    const numbers = (name, unknown) => Array.from({ length: size }, (_none, row) => numberAt(name, row) ?? unknown);
    const statuses = lib_finding/* findingStatuses */.GU.map((status) => (0,report_entries/* statusWord */.Hm)({ status }, { hasBaseline }));
    return {
        size,
        columns: { ...columns, status: { ...columns.status, texts: statuses, lowered: statuses } },
        /** Milliseconds since the epoch per row; -1 when unknown. */
        scannedAt: numbers('scanned', -1),
        /** Likewise, when its line was written; empty when no author was looked up. */
        exposedAt: encoded.author.texts.some((author) => author !== '') ? numbers('exposed', -1) : [],
        /** 1-based line per row; 0 when unknown. */
        lines: numbers('line', 0),
        fingerprints,
        /** Whether a row is shown only on request. */
        isFolded: (row) => isChange && textAt('status', row) !== 'new' && textsAt('limit', row).length === 0,
        /** The finding of a row, its invisible characters not yet escaped. */
        finding(row) {
            const project = textAt('project', row);
            const branches = textsAt('branch', row);
            return {
                project,
                repository: textAt('repository', row).slice(project.length + 1),
                branch: branches[0] ?? '',
                branches,
                path: textAt('path', row),
                line: numberAt('line', row),
                rule: textAt('rule', row),
                scannedAt: numberAt('scanned', row),
                match: textAt('match', row),
                severity: textAt('severity', row),
                status: textAt('status', row),
                owner: textAt('owner', row),
                fingerprint: valueAt(fingerprints, row),
                /** When the line was written, in milliseconds since the epoch; `null` when unknown. */
                exposedAt: numberAt('exposed', row),
                /** Who wrote the line, and in which commit; '' when unknown. */
                author: textAt('author', row),
            };
        },
    };
}
function textColumn({ texts: raw, sets, index }, size) {
    const texts = raw.map(lib_text/* escapeInvisible */.ts);
    return {
        texts,
        lowered: texts.map((text) => text.toLowerCase()),
        sets: sets ?? texts.map((_text, number) => [number]),
        index: index.length > 0 ? index : new Array(size).fill(0),
    };
}

// EXTERNAL MODULE: ./lib/report/advice.js
var advice = __webpack_require__(30248);
;// CONCATENATED MODULE: ./lib/report/html/findings-view.js
/** The state of the findings section: search, filters, order, groups, page, and its address. Pure; runs in the page too. */



const sortKeys = [...findings_columns_facets, 'path', 'scanned'];
const groupings = ['repository', 'rule', 'owner', 'path'];
const pageSizes = [25, 50, 100, 500];
const firstView = {
    search: '',
    /** Index of the wanted text in the facet's column; absent: all. */
    filters: {},
    /** `null`: the order of the report, worst first. */
    sort: null,
    group: null,
    /** Whether findings that the table folds are shown; a search or filter finds them in any case. */
    folded: false,
    page: 0,
    pageSize: 50,
    open: null,
    /** Row that the page's address names. */
    linked: null,
};
function firstScene({ findings, ...payload }, change, copy = () => undefined) {
    const table = decodeFindings(findings, payload.hasBaseline, payload.isChange);
    const rows = selectRows(table, firstView);
    return { ...payload, table, view: firstView, rows, choices: facetChoices(table), change, copy };
}
/** Selects rows again only when search, filters, order or groups changed. */
function nextScene(scene, part) {
    const view = { ...scene.view, ...part };
    const same = ['search', 'filters', 'sort', 'group', 'folded'].every((key) => view[key] === scene.view[key]);
    return { ...scene, view, rows: same ? scene.rows : selectRows(scene.table, view) };
}
function selectRows(table, view) {
    const tests = [...filterTests(table, view), ...searchTests(table, view.search)];
    if (!view.folded && !isNarrowed(view))
        tests.push((row) => !table.isFolded(row));
    const rows = tests.reduce((left, test) => left.filter(test), [...Array(table.size).keys()]);
    const sorted = view.sort === null ? rows : sortRows(rows, sortRanks(table, view.sort.key), view.sort);
    return view.group === null ? sorted : sortRows(sorted, groupRanks(table, sorted, view.group));
}
function isNarrowed({ search, filters }) {
    return search !== '' || Object.keys(filters).length > 0;
}
function filterTests(table, view) {
    return findings_columns_facets.flatMap((facet) => {
        const wanted = view.filters[facet];
        return wanted === undefined ? [] : [anyOf([hitsOf(table.columns[facet], (place) => place === wanted)])];
    });
}
/** Every word must be in rule, repository, branch, path, owner, match or (four hex digits and more) fingerprint. */
function searchTests(table, search) {
    const words = search.toLowerCase().split(/\s+/).filter(Boolean);
    return words.map((word) => {
        const { rule, repository, branch, path, owner, match } = table.columns;
        const inText = anyOf([rule, repository, branch, path, owner, match].map((column) => {
            const found = column.lowered.map((text) => text.includes(word));
            return hitsOf(column, (place) => found[place] === true);
        }));
        if (!/^[0-9a-f]{4,}$/.test(word))
            return inText;
        return (row) => inText(row) || table.fingerprints[row]?.includes(word) === true;
    });
}
function hitsOf({ index, sets }, isWanted) {
    return { index, hits: Uint8Array.from(sets, (set) => (set.some(isWanted) ? 1 : 0)) };
}
/** Without a closure for each row: there may be 50,000, at every keystroke. */
function anyOf(columns) {
    const useful = columns.filter(({ hits }) => hits.includes(1));
    return (row) => {
        for (const { index, hits } of useful)
            if (hits[index[row]] === 1)
                return true;
        return false;
    };
}
function sortRows(rows, rank, { descending } = { descending: false }) {
    const sign = descending ? -1 : 1;
    const order = new Uint32Array(rank.length);
    for (const [at, row] of rows.entries())
        order[row] = at;
    return rows.toSorted((a, b) => sign * (valueAt(rank, a) - valueAt(rank, b)) || valueAt(order, a) - valueAt(order, b));
}
/** A number per row that sorts as the column does: severity and status by rank, texts sorted once. */
function sortRanks(table, key) {
    if (key === 'scanned')
        return table.exposedAt.length > 0 ? table.exposedAt : table.scannedAt;
    const { index, sets, texts } = table.columns[key];
    const order = [...texts.keys()];
    if (key !== 'severity' && key !== 'status')
        order.sort((a, b) => (0,lib_text/* byCodeUnits */.CA)(valueAt(texts, a), valueAt(texts, b)));
    const ranks = new Uint32Array(order.length);
    for (const [rank, place] of order.entries())
        ranks[place] = rank;
    // A row with several texts sorts by the first; one without any comes last.
    const rankOf = sets.map(([first]) => (first === undefined ? order.length : valueAt(ranks, first)));
    if (key !== 'path')
        return index.map((set) => valueAt(rankOf, set));
    // Findings of one file are sorted by line.
    const lastLine = 2 ** 24 - 1;
    return index.map((set, row) => valueAt(rankOf, set) * 2 ** 24 + Math.min(valueAt(table.lines, row), lastLine));
}
function groupRanks(table, rows, group) {
    const order = [...groupSizes(table, rows, group)].sort(([, x], [, y]) => y - x);
    const ranks = new Map(order.map(([name], rank) => [name, rank]));
    return Array.from({ length: table.size }, (_none, row) => ranks.get(groupName(table, row, group)) ?? 0);
}
/** Files of the same path in two repositories are two groups. */
function groupName({ columns }, row, group) {
    const text = (column) => valueAt(column.texts, valueAt(column.index, row));
    const name = text(columns[group]);
    return group === 'path' ? `${text(columns.repository)} ${name}` : name;
}
function groupSizes(table, rows, group) {
    const sizes = new Map();
    for (const row of rows) {
        const name = groupName(table, row, group);
        sizes.set(name, (sizes.get(name) ?? 0) + 1);
    }
    return sizes;
}
function pageCount(rows, pageSize) {
    return Math.max(1, Math.ceil(rows / pageSize));
}
function pageRows(rows, view) {
    return rows.slice(view.page * view.pageSize, (view.page + 1) * view.pageSize);
}
/** The view turned to the page with `row`; search and filters are dropped when they exclude it. */
function viewShowing(table, view, row) {
    const place = selectRows(table, view).indexOf(row);
    const linked = { ...view, open: row, linked: row };
    if (place >= 0)
        return { ...linked, page: Math.floor(place / view.pageSize) };
    return viewShowing(table, { ...linked, search: '', filters: {}, folded: true }, row);
}
/** The entries of every filter: by rank for severity, status and limits, else by name. */
function facetChoices({ columns }) {
    return Object.fromEntries(findings_columns_facets.map((facet) => {
        const choices = choicesOf(columns[facet]);
        if (['severity', 'status', 'limit'].includes(facet))
            return [facet, choices];
        return [facet, choices.sort((a, b) => (0,lib_text/* byCodeUnits */.CA)(a.text.toLowerCase(), b.text.toLowerCase()))];
    }));
}
function choicesOf({ index, sets, texts }) {
    const ofSet = new Uint32Array(sets.length);
    for (const set of index)
        ofSet[set] = valueAt(ofSet, set) + 1;
    const counts = new Uint32Array(texts.length);
    for (const [at, set] of sets.entries())
        for (const place of set)
            counts[place] = valueAt(counts, place) + valueAt(ofSet, at);
    const choices = texts.map((text, place) => ({ place, text, count: valueAt(counts, place) }));
    return choices.filter((choice) => choice.count > 0);
}
/** What follows `#`; '' for the first view. */
function addressOf({ view, choices }) {
    const { search, sort, group, filters, folded } = view;
    const parts = [
        ...facets.flatMap((facet) => {
            const chosen = choices[facet].find(({ place }) => place === filters[facet]);
            return chosen === undefined ? [] : [[facet, chosen.text]];
        }),
        ...(search === '' ? [] : [['search', search]]),
        ...(group === null ? [] : [['group', group]]),
        ...(folded ? [['folded', 'shown']] : []),
        ...(sort === null ? [] : [['sort', `${sort.descending ? '-' : ''}${sort.key}`]]),
    ];
    return parts.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
}
/** The view that an address asks for; `null` for one that asks for no view. Unknown values are left out. */
function viewOfAddress(address, { choices }) {
    const given = new URLSearchParams(address);
    if (![...facets, 'search', 'group', 'sort', 'folded'].some((name) => given.has(name)))
        return null;
    const filters = facets.flatMap((facet) => {
        const choice = choices[facet].find(({ text }) => text === given.get(facet));
        return choice === undefined ? [] : [[facet, choice.place]];
    });
    const sort = given.get('sort') ?? '';
    const key = sortKeys.find((one) => one === sort.replace(/^-/, ''));
    return {
        ...firstView,
        search: given.get('search') ?? '',
        filters: Object.fromEntries(filters),
        group: groupings.find((one) => one === given.get('group')) ?? null,
        folded: given.get('folded') === 'shown',
        sort: key === undefined ? null : { key, descending: sort.startsWith('-') },
    };
}

;// CONCATENATED MODULE: ./lib/report/html/findings-controls.js
/** Search, filters and pager of the findings, and what is copied of them. Drawn anew on every change; runs in the page too. */






/** Every change of the selection goes back to the first page and closes the details. */
const fromTheTop = { page: 0, open: null };
function findingsControls(scene) {
    const { view, change, rows, table } = scene;
    const narrowed = isNarrowed(view);
    const clear = () => change({ ...fromTheTop, search: '', filters: {}, linked: null });
    const search = {
        type: 'search',
        value: view.search,
        placeholder: 'Rule, repository, branch, path or fingerprint',
        autocomplete: 'off',
        spellcheck: false,
        onInput: (event) => change({ ...fromTheTop, search: event.currentTarget.value }),
    };
    return (0,preact.h)('div', { class: 'controls', role: 'search', 'aria-label': 'Findings' }, (0,preact.h)('label', { class: 'search' }, (0,preact.h)('span', null, 'Search'), (0,preact.h)('input', search)), ...findings_columns_facets.filter((facet) => isUseful(scene, facet)).map((facet) => filter(scene, facet)), grouping(scene), (0,preact.h)('button', { type: 'button', disabled: !narrowed, onClick: clear }, 'Clear'), (0,preact.h)('p', { role: 'status' }, `${(0,lib_text/* count */.U9)(rows.length)} of ${(0,lib_text/* plural */.LS)(table.size, 'finding')}`), !narrowed && folding(scene), copying(scene, '', rows));
}
function folding({ table, view, rows, change }) {
    const hidden = table.size - rows.length;
    if (hidden === 0 && !view.folded)
        return null;
    const title = view.folded ? 'Show new findings only' : `Show ${(0,lib_text/* count */.U9)(hidden)} that are not new`;
    const onClick = () => change({ ...fromTheTop, folded: !view.folded });
    return (0,preact.h)('button', { type: 'button', onClick }, title);
}
/** Many reports know no owners, and a report that passes exceeds no limit. */
function isUseful({ choices }, facet) {
    return (facet !== 'owner' && facet !== 'limit') || choices[facet].some(({ text }) => text !== '');
}
function grouping(scene) {
    const { view, change } = scene;
    const shown = groupings.filter((group) => group !== 'owner' || isUseful(scene, 'owner'));
    const options = [
        (0,preact.h)('option', { value: '' }, 'None'),
        shown.map((group) => (0,preact.h)('option', { key: group, value: group }, group === 'path' ? 'file' : group)),
    ];
    const choose = (value) => change({ ...fromTheTop, group: groupings.find((group) => group === value) ?? null });
    return (0,preact.h)('label', null, (0,preact.h)('span', null, 'Group by'), findings_controls_select(view.group ?? '', choose, options));
}
/** @param link what follows the address of the page; '' for the present view */
function copying(scene, link, rows) {
    const button = (title, text) => {
        const onClick = (event) => scene.copy(text(), event.currentTarget);
        return (0,preact.h)('button', { type: 'button', onClick }, title);
    };
    return (0,preact.h)('div', { class: 'copying' }, button('Copy link', () => link), button('Copy as Markdown', () => findingsMarkdown(scene, rows)));
}
function filter({ choices, view, change }, facet) {
    const choose = (value) => {
        const { [facet]: _, ...others } = view.filters;
        const filters = value === '' ? others : { ...others, [facet]: Number(value) };
        change({ ...fromTheTop, filters });
    };
    const options = [(0,preact.h)('option', { value: '' }, 'All'), choices[facet].map(findings_controls_option)];
    const title = (0,preact.h)('span', null, facet === 'limit' ? 'exceeded limit' : facet);
    return (0,preact.h)('label', { key: facet }, title, findings_controls_select(String(view.filters[facet] ?? ''), choose, options));
}
function findings_controls_option({ place, text, count: findings }) {
    const name = text === '' ? '(none)' : (0,report_escape/* shorten */.ml)(text, 60);
    return (0,preact.h)('option', { key: place, value: String(place) }, `${name} (${(0,lib_text/* count */.U9)(findings)})`);
}
function findings_controls_select(value, choose, options) {
    const onChange = (event) => choose(event.currentTarget.value);
    return (0,preact.h)('select', { value, onChange }, options);
}
function findingsPager({ view, rows, change }) {
    const pages = pageCount(rows.length, view.pageSize);
    const first = view.page * view.pageSize;
    const last = Math.min(first + view.pageSize, rows.length);
    const range = rows.length === 0 ? 'None' : `${(0,lib_text/* count */.U9)(first + 1)}–${(0,lib_text/* count */.U9)(last)} of ${(0,lib_text/* count */.U9)(rows.length)}`;
    const turn = (title, page, possible) => (0,preact.h)('button', { type: 'button', disabled: !possible, onClick: () => change({ page, open: null }) }, title);
    const sizes = pageSizes.map((size) => (0,preact.h)('option', { key: size, value: String(size) }, size));
    const resize = (value) => change({ ...fromTheTop, pageSize: Number(value) });
    return (0,preact.h)('nav', { class: 'pager', 'aria-label': 'Pages of findings' }, turn('First', 0, view.page > 0), turn('Previous', view.page - 1, view.page > 0), (0,preact.h)('span', { class: 'soft' }, range), turn('Next', view.page + 1, view.page < pages - 1), turn('Last', pages - 1, view.page < pages - 1), (0,preact.h)('label', null, (0,preact.h)('span', { class: 'soft' }, 'Rows'), findings_controls_select(String(view.pageSize), resize, sizes)));
}
const MOST = 200;
const BRANCHES = 3;
function findingsMarkdown({ table, bitbucketUrl }, rows) {
    const lines = rows.slice(0, MOST).map((row) => {
        const finding = table.finding(row);
        const { severity, rule, project, repository, branches, owner } = finding;
        const place = (0,report_escape/* markdownCode */.D9)(`${project}/${repository} ${(0,report_entries/* placeOf */.$t)(finding)}`);
        const link = (0,report_entries/* lineLink */.lz)(bitbucketUrl, finding);
        const left = branches.length - BRANCHES;
        const named = branches.slice(0, BRANCHES).filter((name) => name !== '');
        const on = named.map((name) => (0,report_escape/* markdownCode */.D9)(name));
        return [
            `* **${severity}** ${(0,report_escape/* markdownCode */.D9)(rule)} in ${link === null ? place : `[${place}](<${link}>)`}`,
            ...(on.length === 0 ? [] : [` on ${on.join(', ')}${left > 0 ? ` and ${(0,lib_text/* count */.U9)(left)} more` : ''}`]),
            ...(owner === '' ? [] : [`, owner ${(0,report_escape/* markdownCode */.D9)(owner)}`]),
        ].join('');
    });
    const left = rows.length - lines.length;
    return [...lines, ...(left > 0 ? [`* and ${(0,lib_text/* count */.U9)(left)} more`] : []), ''].join('\n');
}

;// CONCATENATED MODULE: ./lib/report/html/findings-table.js
/** The findings section. Its table works without the script, as a first page; it runs in the page too. */








function findingsSection(report, payload) {
    if (report.shortlist.length === 0)
        return section('findings', 'Findings', (0,preact.h)('p', { class: 'empty' }, emptyText(report)));
    return section('findings', 'Findings', revealedNote(report), cutNote(report), 
    // The script writes here when a link names a finding that the page does not hold.
    (0,preact.h)('p', { id: 'link-note', role: 'alert', 'data-advice': (0,advice/* adviceForMissing */._u)(report) }), (0,preact.h)('div', { id: 'findings-table' }, findingsScene(firstScene(payload, () => { }))));
}
/** Warns when `reveal-secrets` let matched text into the page. */
function revealedNote({ shortlist }) {
    if (shortlist.every(({ match }) => match === '' || match === lib_finding/* REDACTED */.XF))
        return null;
    const warning = 'This page shows matched text in clear (reveal-secrets): keep it where the secrets themselves may be kept.';
    return (0,preact.h)('p', { class: 'cut' }, warning);
}
function cutNote(report) {
    const { shortlist, shortlistCut, counts } = report;
    if (!shortlistCut)
        return null;
    const all = (0,lib_text/* count */.U9)(counts.total + counts.suppressed);
    const text = `This page holds the ${(0,lib_text/* count */.U9)(shortlist.length)} worst of ${all} findings. The rest is ${(0,advice/* whereOmitted */["if"])(report)}.`;
    return (0,preact.h)('p', { class: 'cut' }, text);
}
/** "None" is a claim: only with an export that was read, and without an error. */
function emptyText({ verdict, evidence }) {
    if (verdict.error !== null || evidence.exports.length === 0)
        return 'None were read. That does not mean there are none.';
    return 'None. Every row of the export was read to its end.';
}
/** Controls, table and pager: drawn in Node for the first page, and by the script after each change. */
function findingsScene(scene) {
    const shown = pageRows(scene.rows, scene.view);
    return [findingsControls(scene), findingsTable(scene, shown), findingsPager(scene)];
}
const heads = [
    ['severity', 'Severity'],
    ['rule', 'Rule'],
    ['path', 'File and line'],
    ['repository', 'Repository'],
    ['branch', 'Branches'],
    ['status', 'Status'],
    ['scanned', 'Scanned'],
];
const CHIPS = 3;
function findingsTable(scene, shown) {
    const caption = `Findings, ${(0,lib_text/* count */.U9)(shown.length)} of ${(0,lib_text/* count */.U9)(scene.rows.length)} shown`;
    const sorting = heads.map(([key, title]) => {
        return sortingHead(scene, key, key === 'scanned' ? timeTitle(scene) : title);
    });
    const lastHead = columnHead((0,preact.h)('span', { class: 'unseen' }, 'Details'));
    const { group } = scene.view;
    const sizes = group === null ? new Map() : groupSizes(scene.table, scene.rows, group);
    const rows = shown.map((row, at) => [
        groupHead(scene, row, shown[at - 1], sizes),
        findingRows(scene, row, scene.table.finding(row)),
    ]);
    return scrollable('Table of findings', table(caption, [...sorting, lastHead], rows, { table: 'findings' }));
}
/** The age of a secret is that of its line, where that was looked up. */
function timeTitle({ table }) {
    return table.exposedAt.length > 0 ? 'Exposed since' : 'Scanned';
}
/** Before the first finding of a group on the page. */
function groupHead({ table: all, view: { group } }, row, before, sizes) {
    if (group === null)
        return null;
    const name = groupName(all, row, group);
    if (before !== undefined && groupName(all, before, group) === name)
        return null;
    const title = `${name || '(none)'} · ${(0,lib_text/* count */.U9)(sizes.get(name) ?? 0)}`;
    const head = (0,preact.h)('th', { scope: 'rowgroup', colSpan: heads.length + 1 }, title);
    return (0,preact.h)('tr', { key: `group ${name}`, class: 'group' }, head);
}
/** Sorts in ascending, then descending, then the report's order. */
function sortingHead({ view, change }, key, title) {
    const sorted = view.sort?.key === key ? view.sort : null;
    const direction = sorted === null ? 'none' : sorted.descending ? 'descending' : 'ascending';
    const next = sorted?.descending ? null : { key, descending: sorted !== null };
    const onClick = () => change({ sort: next, page: 0, open: null });
    return (0,preact.h)('th', { scope: 'col', 'aria-sort': direction }, (0,preact.h)('button', { type: 'button', onClick }, title));
}
function findingRows(scene, row, finding) {
    const { severity, scannedAt, exposedAt } = finding;
    const time = scene.table.exposedAt.length > 0 ? exposedAt : scannedAt;
    const open = scene.view.open === row;
    const current = scene.view.linked === row ? 'true' : undefined;
    const status = (0,report_entries/* statusWord */.Hm)(finding, scene);
    const cell = (title, className, content) => (0,preact.h)('td', { class: className, 'data-title': title }, content);
    return (0,preact.h)(preact/* Fragment */.FK, { key: row }, (0,preact.h)('tr', { class: open ? 'open' : undefined, 'data-row': row, 'aria-current': current }, cell('Severity', undefined, (0,preact.h)('span', { class: `severity ${severity}` }, severity)), cell('Rule', undefined, (0,preact.h)('code', null, (0,report_escape/* shorten */.ml)((0,lib_text/* escapeInvisible */.ts)(finding.rule), 40))), cell('File', 'place', findings_table_location(finding, scene.bitbucketUrl)), cell('Repository', 'name', shortName(`${finding.project}/${finding.repository}`)), cell('Branches', 'name', chips(finding.branches, CHIPS)), cell('Status', undefined, (0,preact.h)('span', { class: `status ${status}` }, status)), cell(timeTitle(scene), 'time', time === null ? '—' : utcTime(time).slice(0, 10)), (0,preact.h)('td', { class: 'more' }, toggle(scene, row, finding, open))), open &&
        (0,preact.h)('tr', { class: 'detail' }, (0,preact.h)('td', { colSpan: heads.length + 1 }, findingSteps(scene, row, finding))));
}
function findings_table_location(finding, bitbucketUrl) {
    const path = (0,lib_text/* escapeInvisible */.ts)(finding.path);
    const line = finding.line === null ? '' : `:${finding.line}`;
    const text = (0,preact.h)('code', null, breakable((0,report_escape/* shorten */.ml)(path, 64)), (0,preact.h)('b', null, line));
    const href = (0,report_entries/* lineLink */.lz)(bitbucketUrl, finding);
    if (href === null)
        return (0,preact.h)('span', { title: path }, text);
    return (0,preact.h)('a', { href, title: path, target: '_blank', rel: 'noopener noreferrer' }, text);
}
function toggle({ change }, row, finding, open) {
    const name = `${(0,lib_text/* escapeInvisible */.ts)(finding.rule)} in ${(0,lib_text/* escapeInvisible */.ts)(finding.path)}`;
    const attributes = {
        type: 'button',
        'aria-expanded': open ? 'true' : 'false',
        'aria-label': `Details of ${(0,report_escape/* shorten */.ml)(name, 120)}`,
        onClick: () => change({ open: open ? null : row }),
    };
    return (0,preact.h)('button', attributes, open ? '–' : '+');
}
const PURGE_TOOL = 'https://github.com/newren/git-filter-repo';
function findingSteps(scene, row, finding) {
    const { what, rotate, link } = (0,advice/* ruleAdvice */.Bx)(finding.rule, scene.remedies);
    return (0,preact.h)('div', { class: 'advice' }, (0,preact.h)('div', null, (0,preact.h)('h3', null, (0,lib_text/* escapeInvisible */.ts)(finding.rule)), (0,preact.h)('p', null, what), (0,preact.h)('ol', { class: 'steps' }, steps(finding, rotate, link, scene)), acceptance(finding, scene.startedAt)), (0,preact.h)('div', null, facts(finding), copying(scene, `#${finding.fingerprint}`, [row])));
}
function steps(finding, rotate, link, { bitbucketUrl }) {
    const line = (0,report_entries/* lineLink */.lz)(bitbucketUrl, finding);
    if (finding.rule === lib_finding/* UNREADABLE_ROW */.Xd)
        return (0,preact.h)('li', null, rotate);
    const step = (title, ...content) => (0,preact.h)('li', null, (0,preact.h)('b', null, title), content);
    return [
        step('Revoke. ', rotate, link !== null && [' ', outside(link, 'How to revoke it')]),
        step('Look for use. ', 'Whoever could read the repository may have used it since it was pushed.'),
        step('Replace. ', 'Read the new one from a secret store, and take it out of ', line === null ? 'the line' : outside(line, 'the line'), finding.branches.length > 1 ? ' on every branch.' : '.'),
        step('Purge. ', `${advice/* historyAdvice */.Rz} Then rewrite the history with `, outside(PURGE_TOOL, 'git filter-repo'), ', and have everybody clone anew.'),
    ];
}
function outside(href, title) {
    return (0,preact.h)('a', { href, target: '_blank', rel: 'noopener noreferrer' }, title);
}
function acceptance(finding, startedAt) {
    return (0,preact.h)('details', { class: 'acceptance' }, (0,preact.h)('summary', null, 'No secret, or accepted for a while?'), (0,preact.h)('p', null, 'Paste below ', (0,preact.h)('code', null, 'suppressions:'), ' of the policy file:'), snippet((0,advice/* suppressionSnippet */.$B)(finding, startedAt)));
}
function facts(finding) {
    const { path, match, scannedAt, fingerprint, branches, owner, exposedAt, author } = finding;
    const written = [
        exposedAt === null ? '' : utcTime(exposedAt),
        author === '' ? '' : `by ${(0,lib_text/* escapeInvisible */.ts)(author)}`,
    ];
    const entries = [
        ['File', (0,lib_text/* escapeInvisible */.ts)(path)],
        ['Branches', chips(branches, 100)],
        [
            'Owner',
            owner === ''
                ? null
                : (0,preact.h)('a', { href: `#owner=${encodeURIComponent((0,lib_text/* escapeInvisible */.ts)(owner))}` }, (0,lib_text/* escapeInvisible */.ts)(owner)),
        ],
        ['Matched text', match === '' ? null : (0,preact.h)('code', null, (0,lib_text/* escapeInvisible */.ts)(match))],
        ['Exposed since', author === '' ? null : written.join(' ').trim()],
        ['Scanned', scannedAt === null ? null : utcTime(scannedAt)],
        ['Fingerprint', (0,preact.h)('a', { href: `#${fingerprint}` }, (0,preact.h)('code', null, fingerprint))],
    ];
    return definitions(entries.filter(([, value]) => value !== null));
}

// EXTERNAL MODULE: ./lib/report/history.js
var report_history = __webpack_require__(35986);
// EXTERNAL MODULE: ./node_modules/d3-scale/dist/d3-scale.mjs + 4 modules
var d3_scale = __webpack_require__(25602);
// EXTERNAL MODULE: ./node_modules/d3-shape/dist/d3-shape.mjs + 1 modules
var d3_shape = __webpack_require__(76879);
;// CONCATENATED MODULE: ./lib/report/html/charts.js
/** Bars, columns and ring: the only import of d3. Widths are percentages, so a chart fits any page. */





// Fills are attributes, too, for viewers that drop a page's style.
const colours = { ink: '#16202c', soft: '#566273', axis: '#c4ccd6', track: '#e3e8ee', bar: '#2a6fdb' };
/** The worst first. */
const severityFills = ['#8f1d3f', '#c2501b', '#d9a21b', '#7c94ab'];
/** A chart with title and note, and its numbers as a table for readers who cannot see it. */
function picture(id, title, note, figures, svg) {
    const numbers = (0,preact.h)('summary', null, 'Numbers', (0,preact.h)('span', { class: 'unseen' }, ` of ${title}`));
    return (0,preact.h)('figure', { class: 'picture', id: `picture-${id}` }, (0,preact.h)('figcaption', null, (0,preact.h)('h3', null, title), note !== null && (0,preact.h)('p', { class: 'soft' }, note)), (0,preact.h)('div', { class: 'drawing' }, svg), (0,preact.h)('details', null, numbers, numbersTable(title, figures, false)));
}
function ringPicture(id, title, figures) {
    return (0,preact.h)('figure', { class: 'picture with-legend', id: `picture-${id}` }, (0,preact.h)('figcaption', null, (0,preact.h)('h3', null, title)), (0,preact.h)('div', { class: 'drawing' }, ringChart(title, figures), numbersTable(title, figures, true)));
}
function numbersTable(title, figures, legend) {
    const row = ({ label, value, link }) => {
        const name = link === null ? (0,lib_text/* escapeInvisible */.ts)(label) : (0,preact.h)('a', { href: link }, (0,lib_text/* escapeInvisible */.ts)(label));
        const swatch = legend && (0,preact.h)('i', { class: `swatch ${label}` });
        return (0,preact.h)('tr', { key: label }, (0,preact.h)('th', { scope: 'row' }, swatch, name), (0,preact.h)('td', null, (0,lib_text/* count */.U9)(value)));
    };
    const heads = ['What', 'Findings'].map(columnHead);
    return table(title, heads, figures.map(row), {
        table: 'numbers-table',
        head: legend ? 'unseen' : undefined,
    });
}
function barChart(title, figures) {
    const pitch = 34;
    // The sum of all others has no bar: it would dwarf the ranked ones.
    const longest = Math.max(...figures.map(({ link, value }) => (link === null ? 0 : value)));
    const percent = linearScale(longest, 100);
    const bar = ({ label, value, link }, index) => {
        const top = index * pitch;
        const text = (0,lib_text/* escapeInvisible */.ts)(label);
        return (0,preact.h)('g', { key: top, class: link === null ? 'rest' : undefined, 'data-link': link }, (0,preact.h)('title', null, `${text}: ${(0,lib_text/* count */.U9)(value)}`), rect('hit', [undefined, top, '100%', pitch], 'none'), 
        // An inner svg clips, so that a label never overlaps its value, whatever its script.
        (0,preact.h)('svg', { y: top, width: '78%', height: 18 }, chartText(undefined, [undefined, 13], (0,report_escape/* shorten */.ml)(text, 40))), chartText('value', ['100%', top + 13], (0,lib_text/* count */.U9)(value), 'end'), link !== null && rect('track', [undefined, top + 19, '100%', 7], colours.track, 3.5), link !== null && rect('fill', [undefined, top + 19, `${percent(value)}%`, 7], colours.bar, 3.5));
    };
    return chart('', spoken(title, figures), { width: '100%', height: figures.length * pitch }, figures.map(bar));
}
/** Vertical columns, for values whose order has a meaning (ages). */
function columnChart(title, figures) {
    const [height, top] = [170, 18];
    const bottom = height - 24;
    const scale = linearScale(Math.max(...figures.map((figure) => figure.value)), bottom - top);
    const across = bands(figures.length, 100, 0.22);
    const column = ({ label, value }, index) => {
        const { start, width, middle } = across(index);
        const size = Math.round(scale(value));
        const place = [`${start}%`, bottom - size, `${width}%`, size];
        return (0,preact.h)('g', { key: label }, (0,preact.h)('title', null, `${label}: ${(0,lib_text/* count */.U9)(value)}`), rect('fill', place, colours.bar, 2), chartText('value', [`${middle}%`, bottom - size - 6], (0,lib_text/* count */.U9)(value), 'middle'), chartText('tick', [`${middle}%`, height - 7], label, 'middle'));
    };
    const content = [axis(bottom), figures.map(column)];
    return chart('', spoken(title, figures), { width: '100%', height }, content);
}
function ringChart(title, figures) {
    const radius = 78;
    const values = figures.map((figure) => figure.value);
    const paths = ringSlices(values, 52, radius);
    const total = values.reduce((sum, value) => sum + value, 0);
    const slice = ({ label, value, link }, index) => {
        const path = paths[index];
        if (!path)
            return null;
        const attributes = {
            key: label,
            class: `slice ${label}`,
            d: path,
            fill: severityFills[index],
            'data-link': link,
        };
        return (0,preact.h)('path', attributes, (0,preact.h)('title', null, `${label}: ${(0,lib_text/* count */.U9)(value)}`));
    };
    const viewBox = `${-radius} ${-radius} ${2 * radius} ${2 * radius}`;
    return chart(' ring', spoken(title, figures), { viewBox, width: 2 * radius, height: 2 * radius }, [
        figures.map(slice),
        chartText('total', [undefined, 2], (0,lib_text/* count */.U9)(total), 'middle'),
        chartText('tick', [undefined, 20], total === 1 ? 'finding' : 'findings', 'middle'),
    ]);
}
function spoken(title, figures) {
    const linked = figures.filter((figure) => figure.link !== null);
    const [most] = (linked.length > 0 ? linked : [...figures]).sort((a, b) => b.value - a.value);
    const top = most === undefined ? '' : ` Most: ${(0,lib_text/* escapeInvisible */.ts)(most.label)} with ${(0,lib_text/* count */.U9)(most.value)}.`;
    return `${title}.${top} The numbers follow as a table.`;
}
function chart(className, label, size, content) {
    return (0,preact.h)('svg', { class: `chart${className}`, role: 'img', 'aria-label': label, ...size }, content);
}
function chartText(className, [x, y], content, anchor) {
    const fill = className === 'tick' ? colours.soft : colours.ink;
    return (0,preact.h)('text', { class: className, x, y, 'text-anchor': anchor, fill }, content);
}
function rect(className, [x, y, width, height], fill, rx) {
    return (0,preact.h)('rect', { class: className, x, y, width, height, rx, fill });
}
function axis(y) {
    return (0,preact.h)('line', { class: 'axis', x1: 0, x2: '100%', y1: y, y2: y, stroke: colours.axis });
}
/** From 0..`most` to 0..`length`, rounded to a hundredth so that the file stays small. */
function linearScale(most, length) {
    const scale = (0,d3_scale/* scaleLinear */.m4)([0, Math.max(most, 1)], [0, length]);
    return (value) => rounded(scale(value));
}
/** `total` equal bands side by side over `length`, with gaps of `gap` (share of a band, 0..1) between them. */
function bands(total, length, gap) {
    const scale = (0,d3_scale/* scaleBand */.WH)([...Array(total).keys()], [0, length]).padding(gap);
    const width = scale.bandwidth();
    return (index) => {
        const start = scale(index) ?? 0;
        return { start: rounded(start), width: rounded(width), middle: rounded(start + width / 2) };
    };
}
/** SVG path of each value's slice of a ring around (0, 0); '' for a value of 0. */
function ringSlices(values, inner, outer) {
    const slice = (0,d3_shape/* arc */.JL)()
        .innerRadius(inner)
        .outerRadius(outer)
        .cornerRadius(2)
        .digits(2);
    const gap = values.filter((value) => value > 0).length > 1 ? 0.02 : 0;
    const ring = (0,d3_shape/* pie */.rL)().sort(null).padAngle(gap)([...values]);
    return ring.map((angles) => (angles.value === 0 ? '' : (slice(angles) ?? '')));
}
function rounded(value) {
    return Math.round(value * 100) / 100;
}

;// CONCATENATED MODULE: ./lib/report/html/pictures.js
/** The overview: severity mix, ages, rankings, trend, and a table of repositories by severity. */







/** `history`: oldest run first, this run last; shown when there are at least two. */
function picturesSection(report, history) {
    const drawn = [...findingPictures(report), trendPicture(history)].filter(Boolean);
    if (drawn.length === 0)
        return null;
    return section('pictures', 'Overview', (0,preact.h)('div', { class: 'pictures' }, drawn));
}
function findingPictures(report) {
    const { counts } = report;
    if (counts.total === 0)
        return [];
    return [
        ringPicture('severity', 'Severity mix', severityMix(counts.bySeverity)),
        agePicture(report),
        rankingPicture('rules', 'By rule', ranking('rule', counts.byRule)),
        rankingPicture('repositories', 'By repository', ranking('repository', counts.byRepository)),
        rankingPicture('branches', 'By branch', ranking('branch', counts.byBranch)),
        Object.keys(counts.byOwner).length > 0 &&
            rankingPicture('owners', 'By owner', ranking('owner', counts.byOwner)),
    ];
}
function rankingPicture(id, title, figures) {
    return picture(id, title, null, figures, barChart(title, figures));
}
function agePicture(report) {
    const figures = ageMix(report);
    // Findings that were all scanned at about the same time say nothing by their age.
    if (figures.filter(({ value }) => value > 0).length < 2)
        return null;
    const note = report.shortlistCut ? `Of the ${(0,lib_text/* count */.U9)(report.shortlist.length)} worst findings. ` : '';
    const title = 'By age';
    const isBlamed = report.shortlist.some(({ blame }) => blame !== undefined);
    const since = isBlamed
        ? 'Time since the line was written, where that was looked up.'
        : 'Time since the finding was scanned.';
    return picture('age', title, `${note}${since}`, figures, columnChart(title, figures));
}
function trendPicture(history) {
    const runs = history.slice(-report_history/* TREND_RUNS */.J5);
    if (runs.length < 2)
        return null;
    const title = `Last ${(0,lib_text/* count */.U9)(runs.length)} runs`;
    const legend = 'The worst severity is at the bottom; above a run what appeared and was fixed since the one before, at least; below it its verdict: ✓ pass, ▲ warn, ✕ fail, ◆ error.';
    const figures = runs.map(({ at, verdict, total }) => {
        return { label: `${utcTime(at)}, ${verdict}`, value: total, link: null };
    });
    return picture('trend', title, `${changeSentence(runs)}${legend}`, figures, [
        trendChart(runs),
        repositoryLines(runs),
    ]);
}
function changeSentence(runs) {
    const change = (0,report_history/* changeOf */.C2)(runs);
    if (change === null)
        return '';
    const { appeared, fixed, remaining } = change;
    return `Since the last judged run: at least ${(0,lib_text/* count */.U9)(appeared)} appeared, ${(0,lib_text/* count */.U9)(fixed)} fixed, ${(0,lib_text/* count */.U9)(remaining)} remaining. `;
}
/** Rows of a ranking; one more row sums up the others. */
const rankingLimit = 8;
/** The largest entries of a count, linked to the filter of `facet`. */
function ranking(facet, counts) {
    const sorted = (0,lib_text/* heaviestFirst */.O7)(counts);
    const shown = sorted.length > rankingLimit + 1 ? sorted.slice(0, rankingLimit) : sorted;
    const figures = shown.map(([name, value]) => {
        const link = `#${facet}=${encodeURIComponent((0,lib_text/* escapeInvisible */.ts)(name))}`;
        return { label: name === '' ? '(no name)' : name, value, link };
    });
    const others = sorted.slice(shown.length);
    if (others.length === 0)
        return figures;
    const rest = others.reduce((sum, [, value]) => sum + value, 0);
    return [...figures, { label: (0,lib_text/* plural */.LS)(others.length, 'other'), value: rest, link: null }];
}
/** A figure for each severity, the worst first. */
function severityMix(counts) {
    return lib_finding/* severities */.gO.map((severity) => {
        const value = counts[severity];
        return { label: severity, value, link: value === 0 ? null : `#severity=${severity}` };
    });
}
const day = 86_400_000;
const ages = [
    ['< 1 d', day],
    ['1–7 d', 7 * day],
    ['7–30 d', 30 * day],
    ['1–3 mo', 91 * day],
    ['3–12 mo', 365 * day],
    ['> 1 y', Number.POSITIVE_INFINITY],
];
/** By the time from scan, or from the writing of the line, to the end of the run; empty when no finding has a time. */
function ageMix({ shortlist, evidence }) {
    const now = Date.parse(evidence.finishedAt);
    const counting = shortlist.filter(({ status }) => status !== 'suppressed');
    const dates = counting.flatMap(({ blame }) => (blame?.date ? [Date.parse(blame.date)] : []));
    const times = dates.length > 0 ? dates : counting.map(({ scannedAt }) => scannedAt);
    const known = times.filter((time) => time !== null);
    if (known.length === 0)
        return [];
    const classes = known.map((time) => ages.findIndex(([, below]) => now - time < below));
    const figures = ages.map(([label], index) => {
        return { label, value: classes.filter((one) => one === index).length, link: null };
    });
    const unknown = times.length - known.length;
    return unknown === 0 ? figures : [...figures, { label: 'unknown', value: unknown, link: null }];
}
/** Differ without colour; the note of the picture explains them. */
const signs = { pass: '✓', warn: '▲', fail: '✕', error: '◆' };
/** Room for at least this many runs, the last at the right, so that two runs do not become two walls. */
const fewestSlots = 12;
/** Takes two runs or more. */
function trendChart(runs) {
    const [height, plotTop] = [210, 34];
    const bottom = height - 34;
    const most = Math.max(...runs.map(barTotal), 1);
    const scale = linearScale(most, bottom - plotTop);
    const slots = Math.max(runs.length, fewestSlots);
    const across = bands(slots, 100, 0.2);
    const bar = (run, index) => {
        const { start, width, middle } = across(slots - runs.length + index);
        const total = barTotal(run);
        // The worst severity is at the bottom, where all bars begin.
        let from = 0;
        const parts = lib_finding/* severities */.gO.map((severity, at) => {
            const to = total === 0 ? 0 : from + run.bySeverity[severity];
            const [low, high] = [scale(from), scale(to)];
            from = to;
            const place = [`${start}%`, bottom - high, `${width}%`, Math.max(high - low, 0)];
            return rect(`slice ${severity}`, place, severityFills[at] ?? '');
        });
        const change = (0,report_history/* changeOf */.C2)(runs.slice(0, index + 1));
        const moved = change === null ? '' : `+${(0,lib_text/* count */.U9)(change.appeared)} −${(0,lib_text/* count */.U9)(change.fixed)}`;
        const top = bottom - scale(total) - 6;
        return (0,preact.h)('g', { key: index }, (0,preact.h)('title', null, `${utcTime(run.at)}: ${run.verdict}, ${(0,lib_text/* plural */.LS)(run.total, 'finding')} ${moved}`), parts, slots <= 16 && moved !== '' && chartText('tick', [`${middle}%`, top], moved, 'middle'), chartText(`sign ${run.verdict}`, [`${middle}%`, bottom + 14], signs[run.verdict], 'middle'));
    };
    const [first, last] = [valueAt(runs, 0), valueAt(runs, runs.length - 1)];
    const day = ({ at }) => utcTime(at).slice(0, 10);
    const [from, to] = [first, last].map(({ total }) => (0,lib_text/* plural */.LS)(total, 'finding'));
    const spoken = `The last ${(0,lib_text/* plural */.LS)(runs.length, 'run')}: from ${from} to ${to}. The numbers follow as a table.`;
    return chart(' trend', spoken, { width: '100%', height }, [
        chartText('tick', [undefined, 11], (0,lib_text/* plural */.LS)(most, 'finding')),
        axis(bottom),
        runs.map(bar),
        chartText('tick', [`${across(slots - runs.length).start}%`, height - 4], day(first)),
        chartText('tick', ['100%', height - 4], day(last), 'end'),
    ]);
}
/** A run that ended in an error counted nothing reliable and has no bar. */
function barTotal({ verdict, total }) {
    return verdict === 'error' ? 0 : total;
}
const worstShown = 10;
/** A small line for each of the repositories that have most findings now. */
function repositoryLines(runs) {
    const judged = runs.filter(({ verdict }) => verdict !== 'error');
    const worst = (0,lib_text/* heaviestFirst */.O7)(judged.at(-1)?.byRepository ?? {}).slice(0, worstShown);
    if (judged.length < 2 || worst.length < 2)
        return null;
    const line = ([name, now]) => {
        const values = judged.map(({ byRepository }) => byRepository[name] ?? 0);
        const scale = linearScale(Math.max(...values), 20);
        const points = values.map((value, at) => `${(at * 100) / (values.length - 1)},${22 - scale(value)}`);
        const label = `${(0,lib_text/* escapeInvisible */.ts)(name)}: ${values.map(lib_text/* count */.U9).join(', ')}`;
        const size = { viewBox: '0 0 100 24', width: 100, height: 24, preserveAspectRatio: 'none' };
        const stroke = { fill: 'none', stroke: 'currentColor', 'stroke-width': 1.5 };
        return (0,preact.h)('li', { key: name }, chart('', label, size, (0,preact.h)('polyline', { points: points.join(' '), ...stroke })), (0,preact.h)('b', null, (0,lib_text/* count */.U9)(now)), (0,preact.h)('a', { href: `#repository=${encodeURIComponent((0,lib_text/* escapeInvisible */.ts)(name))}` }, shortName(name)));
    };
    return (0,preact.h)('ul', { class: 'lines' }, worst.map(line));
}
const SHOWN = 20;
const SHADES = 4;
function heatSection(report) {
    const open = (0,model/* isJudged */.sL)(report)
        ? (0,report_entries/* entriesOf */.Mc)(report.shortlist).filter(({ status }) => status !== 'suppressed')
        : [];
    const byRepository = Map.groupBy(open, model/* repositoryName */.aR);
    if (byRepository.size < 2)
        return null;
    const sizes = Object.fromEntries(Array.from(byRepository, ([name, { length }]) => [name, length]));
    const ranked = (0,lib_text/* heaviestFirst */.O7)(sizes);
    const shown = ranked.slice(0, SHOWN).map(([name]) => name);
    const cellsOf = (name) => lib_finding/* severities */.gO.map((level) => (byRepository.get(name) ?? []).filter(({ severity }) => severity === level).length);
    const most = Math.max(...shown.flatMap(cellsOf));
    const row = (name) => {
        const cells = cellsOf(name).map((value, at) => heatCell(name, at, value, most));
        return (0,preact.h)('tr', { key: name }, (0,preact.h)('th', { scope: 'row' }, shortName(name)), cells);
    };
    const hidden = ranked.length - shown.length;
    const rest = hidden > 0 ? [`${(0,lib_text/* count */.U9)(hidden)} more repositories have fewer.`] : [];
    const cut = report.shortlistCut ? [`Of the ${(0,lib_text/* count */.U9)(report.shortlist.length)} worst rows.`] : [];
    const note = [...rest, ...cut].join(' ');
    const heads = ['Repository', ...lib_finding/* severities */.gO].map(columnHead);
    return section('heat', 'Repositories by severity', scrollable('Heat table', table('Findings by repository and severity', heads, shown.map(row), { table: 'heat' })), note !== '' && (0,preact.h)('p', { class: 'soft' }, note));
}
function heatCell(name, at, value, most) {
    if (value === 0)
        return (0,preact.h)('td', { class: 'soft' }, '0');
    const severity = lib_finding/* severities */.gO[at] ?? '';
    const shade = Math.max(1, Math.ceil((SHADES * Math.log1p(value)) / Math.log1p(most)));
    const href = `#severity=${severity}&repository=${encodeURIComponent((0,lib_text/* escapeInvisible */.ts)(name))}`;
    const label = `${(0,lib_text/* count */.U9)(value)} ${severity} in ${(0,lib_text/* escapeInvisible */.ts)(name)}`;
    return (0,preact.h)('td', { class: `heat-${shade}` }, (0,preact.h)('a', { href, 'aria-label': label }, (0,lib_text/* count */.U9)(value)));
}

// EXTERNAL MODULE: ./lib/export/header-view.js
var header_view = __webpack_require__(92007);
;// CONCATENATED MODULE: ./lib/report/html/sections.js








const rowLimit = 200;
const FINGERPRINTS_WITHOUT_KEY = 'Without a fingerprint-key two secrets of one rule in one file have one fingerprint, so findings.csv may show fewer fingerprints than there are distinct findings.';
const SKIPS = 'A finished scan does not prove that every file was read: the scanner skips some. `check-skipped` reads which from the audit log.';
function evidenceSection(report) {
    const { policyFiles, targets, exports, skippedFiles, notes } = report.evidence;
    const note = (text) => (0,preact.h)('li', null, prose(text));
    return section('evidence', 'Evidence', notes.length > 0 && (0,preact.h)('ul', { class: 'notes' }, notes.map(note)), (0,preact.h)('details', { class: 'evidence', open: report.verdict.error !== null }, (0,preact.h)('summary', null, 'Scans, exports and policy files of this run'), tiles('tiles', evidenceTiles(report)), report.evidence.findingsFile?.keyCheck === null && (0,preact.h)('p', { class: 'soft' }, FINGERPRINTS_WITHOUT_KEY), fold('Policy files', policyFiles.length, policyTable(policyFiles)), fold('Targets and their proof', targets.length, targetTable(targets)), skippedFiles === null
        ? targets.some(({ provenBy }) => provenBy !== null) && (0,preact.h)('p', { class: 'soft' }, prose(SKIPS))
        : skippedTable(skippedFiles), fold('Exports that were read', exports.length, exportTable(exports))));
}
function fold(title, size, content) {
    return size > 0 && (0,preact.h)('details', { open: size <= 3 }, (0,preact.h)('summary', null, title), content);
}
function evidenceTiles({ operation, evidence: { targets, exports } }) {
    const sum = (field) => exports.reduce((total, one) => total + one[field], 0);
    const isRead = exports.length > 0;
    const proven = targets.filter((target) => target.provenBy !== null).length;
    const [first, ...more] = targets.flatMap((target) => target.triggeredAt ?? []).sort();
    const judged = operation === 'evaluate' ? 'local exports were judged' : 'the server’s last scans were used';
    const unreadable = sum('refused') === 0 ? 'none' : (0,lib_text/* count */.U9)(sum('refused'));
    const values = {
        'Proven scanned': targets.length === 0
            ? ['None', 'no scan was waited for']
            : [`${(0,lib_text/* count */.U9)(proven)} of ${(0,lib_text/* count */.U9)(targets.length)}`, targets.length === 1 ? 'target' : 'targets'],
        Triggered: first === undefined
            ? ['No', isRead ? judged : 'nothing was read either']
            : [utcTime(first), more.length > 0 ? `the first of ${(0,lib_text/* count */.U9)(more.length + 1)}` : 'by this run'],
        'Read to the end': isRead
            ? [(0,lib_text/* plural */.LS)(exports.length, 'export'), byteSize(sum('bytes'))]
            : ['None', 'no export was read'],
        Rows: isRead ? [(0,lib_text/* count */.U9)(sum('rows')), `${unreadable} unreadable`] : ['None', 'nothing was read'],
    };
    return Object.entries(values).map(([name, [value, note]]) => [name, [(0,preact.h)('b', null, value), note]]);
}
function policyTable(files) {
    return longTable('Policy files', ['File', 'SHA-256'], files, ({ path, sha256 }) => [
        (0,lib_text/* escapeInvisible */.ts)(path),
        (0,preact.h)('code', { class: 'hash' }, sha256),
    ]);
}
function targetTable(targets) {
    const heads = ['Target', 'Triggered', 'States seen', 'Proven by', 'Server’s total'];
    return longTable('Targets', heads, targets, ({ target, triggeredAt, states, provenBy, total }) => [
        (0,lib_text/* escapeInvisible */.ts)(target),
        (0,preact.h)('span', { class: 'time' }, triggeredAt === null ? 'not by this run' : utcTime(triggeredAt)),
        states.map((seen) => (0,lib_text/* escapeInvisible */.ts)(seen.state)).join(' → ') || '—',
        provenBy === null ? (0,preact.h)('strong', { class: 'unproven' }, 'Not proven') : (0,lib_text/* escapeInvisible */.ts)(provenBy),
        total === null ? '—' : (0,lib_text/* count */.U9)(total),
    ]);
}
function skippedTable({ count: all, files }) {
    const title = `Files that the scanner skipped: ${all === 0 ? 'none by the audit log' : (0,lib_text/* count */.U9)(all)}`;
    if (all === 0)
        return (0,preact.h)('p', { class: 'soft' }, `${title}.`);
    const heads = ['Repository', 'Branch', 'File', 'Reason'];
    const listed = longTable('Skipped files', heads, files, ({ repository, branch, path, reason }) => [repository ?? 'not named', branch ?? 'not named', path, reason].map(lib_text/* escapeInvisible */.ts));
    const rest = all > files.length && (0,preact.h)('p', { class: 'soft' }, `The other ${(0,lib_text/* count */.U9)(all - files.length)} are not listed.`);
    return fold(title, all, [listed, rest]);
}
function exportTable(exports) {
    const heads = ['Source', 'Format', 'Size', 'SHA-256', 'Files', 'Rows', 'Unreadable', 'Columns'];
    return longTable('Exports', heads, exports, (one) => [
        (0,lib_text/* escapeInvisible */.ts)(one.source),
        one.format,
        (0,preact.h)('span', { class: 'time' }, byteSize(one.bytes)),
        (0,preact.h)('code', { class: 'hash' }, one.sha256),
        ...[one.members.length, one.rows, one.refused].map(lib_text/* count */.U9),
        one.columns.map((kind) => (0,preact.h)('p', null, (0,lib_text/* escapeInvisible */.ts)((0,header_view/* columnsInWords */.yU)(kind)))),
    ]);
}
function longTable(caption, heads, entries, row) {
    const cell = (content) => (0,preact.h)('td', null, content);
    const shown = entries.slice(0, rowLimit).map((entry) => (0,preact.h)('tr', null, row(entry).map(cell)));
    const hidden = entries.length - shown.length;
    const rest = hidden > 0 && (0,preact.h)('p', { class: 'soft' }, `The other ${(0,lib_text/* count */.U9)(hidden)} are in report.json.`);
    return scrollable(caption, table(caption, heads.map(columnHead), shown), rest);
}
/** What made the run fail or warn, each linked to the findings that it counts. */
function violatedThresholds({ thresholds, verdict }) {
    const violated = thresholds.filter(({ passed }) => !passed);
    const title = `${(0,lib_text/* count */.U9)(violated.length)} of ${(0,lib_text/* plural */.LS)(thresholds.length, 'threshold')} exceeded`;
    return thresholdSection('violated', title, violated, verdict);
}
function keptThresholds({ thresholds, verdict }) {
    const kept = thresholds.filter(({ passed }) => passed);
    return thresholdSection('thresholds', 'Thresholds kept', kept, verdict);
}
function thresholdSection(id, title, outcomes, { word }) {
    const items = outcomes.map((outcome) => threshold(outcome, word === 'error'));
    return items.length > 0 && section(id, title, (0,preact.h)('ol', { class: 'thresholds' }, items));
}
function stateOf({ passed, level }, isError) {
    if (passed)
        return isError ? ['unproven', 'Not proven'] : ['kept', 'Within'];
    return level === 'fail' ? ['exceeded', 'Exceeded'] : ['warned', 'Exceeded, warns only'];
}
function threshold(outcome, isError) {
    const { name, selector, observed, max, passed, origin, contributors } = outcome;
    const [state, words] = stateOf(outcome, isError);
    const numbers = (0,preact.h)('p', { class: 'against' }, (0,preact.h)('b', null, (0,lib_text/* count */.U9)(observed)), ` found, limit ${(0,lib_text/* count */.U9)(max)}`);
    const title = (0,lib_text/* escapeInvisible */.ts)(name);
    const link = `#limit=${encodeURIComponent(title)}`;
    return (0,preact.h)('li', { class: state }, (0,preact.h)('div', { class: 'title' }, (0,preact.h)('h3', null, passed ? title : (0,preact.h)('a', { href: link }, title)), (0,preact.h)('span', { class: 'state' }, words), numbers), gauge(observed, max), (0,preact.h)('p', { class: 'soft' }, name !== selector && [(0,preact.h)('code', null, (0,lib_text/* escapeInvisible */.ts)(selector)), ' · '], (0,lib_text/* escapeInvisible */.ts)(origin)), contributors.length > 0 && (0,preact.h)('ul', null, contributors.map(contributor)));
}
/** Decoration: the text above it gives the same numbers. */
function gauge(observed, max) {
    const percent = linearScale(Math.max(observed, max, 1), 100);
    const within = percent(Math.min(observed, max));
    const beyond = percent(Math.max(observed - max, 0));
    const piece = (className, start, width, fill) => rect(className, [`${start}%`, 3, `${width}%`, 8], fill, 4);
    return (0,preact.h)('svg', { class: 'gauge', width: '100%', height: 14, 'aria-hidden': 'true', focusable: 'false' }, piece('track', 0, 100, '#e3e8ee'), piece('within', 0, within, '#8b97a5'), beyond > 0 && piece('beyond', within, beyond, '#55616f'), rect('limit', [`${Math.min(percent(max), 99.8)}%`, undefined, 2, 14], '#16202c'));
}
function contributor({ repository, rule, count: findings }) {
    const number = (0,preact.h)('b', null, (0,lib_text/* plural */.LS)(findings, 'finding'));
    return (0,preact.h)('li', null, number, ' ', (0,lib_text/* escapeInvisible */.ts)(repository), ' ', (0,preact.h)('code', null, (0,lib_text/* escapeInvisible */.ts)(rule)));
}
const sections_SHOWN = 5;
/** Sorted among each other; many more take a second. */
const CANDIDATES = 1000;
function fixFirst(report) {
    if (!(0,model/* isJudged */.sL)(report))
        return null;
    const violating = new Set((0,report_entries/* violatingEntries */.Ov)(report));
    const open = (0,report_entries/* entriesOf */.Mc)(report.shortlist).filter((entry) => (0,model/* isShown */.aJ)(entry, report));
    if (open.length <= sections_SHOWN && violating.size === 0)
        return null;
    // The rows are sorted by status and severity already.
    const candidates = [...violating, ...open.filter((entry) => !violating.has(entry))].slice(0, CANDIDATES);
    const worst = candidates.toSorted((a, b) => Number(violating.has(b)) - Number(violating.has(a)) || byUrgency(a, b));
    const first = worst.slice(0, sections_SHOWN);
    const day = (entry) => entry.scannedAt === null ? '' : utcTime(entry.scannedAt).slice(0, 10);
    const isOfOneDay = new Set(first.map(day)).size === 1;
    const oldest = Math.min(...first.map(({ scannedAt }) => scannedAt ?? Number.POSITIVE_INFINITY));
    const item = (entry) => {
        const { severity, rule, fingerprint, scannedAt } = entry;
        const place = (0,lib_text/* escapeInvisible */.ts)(`${(0,model/* repositoryName */.aR)(entry)} ${(0,report_entries/* placeOf */.$t)(entry)}`);
        const reasons = [
            ...(violating.has(entry) ? ['over a limit'] : []),
            ...reasonsOf(entry, report.hasBaseline !== false),
            ...(!isOfOneDay && scannedAt === oldest ? [`oldest of these, ${day(entry)}`] : []),
        ];
        return (0,preact.h)('li', null, (0,preact.h)('span', { class: `severity ${severity}` }, severity), ' ', (0,preact.h)('code', null, (0,report_escape/* shorten */.ml)((0,lib_text/* escapeInvisible */.ts)(rule), 60)), ' in ', (0,preact.h)('a', { href: `#${fingerprint}` }, (0,preact.h)('code', null, (0,report_escape/* shorten */.ml)(place, 120))), (0,preact.h)('p', { class: 'soft' }, reasons.join(' · ')));
    };
    return section('first', 'Fix first', (0,preact.h)('ol', { class: 'first' }, first.map(item)));
}
function reasonsOf({ severity, branches, status }, hasBaseline) {
    const [main = ''] = branches;
    return [
        severity,
        ...((0,report_entries/* branchRank */.Rp)(main) < 2 ? [`on ${(0,lib_text/* escapeInvisible */.ts)(main)}`] : []),
        ...(hasBaseline && status === 'new' ? ['new'] : []),
    ];
}
/** By severity, then what is on a main branch, new, and seen for longer. */
function byUrgency(a, b) {
    return (lib_finding/* severities */.gO.indexOf(a.severity) - lib_finding/* severities */.gO.indexOf(b.severity) ||
        (0,report_entries/* branchRank */.Rp)(a.branches[0] ?? '') - (0,report_entries/* branchRank */.Rp)(b.branches[0] ?? '') ||
        Number(b.status === 'new') - Number(a.status === 'new') ||
        (a.scannedAt ?? 0) - (b.scannedAt ?? 0));
}

;// CONCATENATED MODULE: ./lib/report/html/page.js
/** The whole page in one file that loads nothing; its policy runs only our script and style. */












async function renderPage(report, history) {
    const entries = (0,model/* isJudged */.sL)(report) ? (0,report_entries/* entriesOf */.Mc)(report.shortlist) : [];
    const exceeded = report.thresholds.filter(({ passed }) => !passed);
    const payload = {
        bitbucketUrl: report.bitbucketUrl,
        startedAt: report.evidence.startedAt,
        hasBaseline: report.hasBaseline !== false,
        isChange: Boolean(report.change),
        remedies: report.remedies ?? {},
        findings: encodeFindings(entries, exceeded),
    };
    const policy = await contentSecurityPolicy(pageScript, pageStyle);
    return [
        '<!DOCTYPE html>\n<html lang="en"><head>',
        markup(head(report, policy)),
        `<style>${pageStyle}</style></head>`,
        markup(body(report, history, payload)).replace(/<\/body>$/, ''),
        `<script type="application/json" id="findings-json">${inlineJson(payload)}</script>`,
        `<script>${pageScript}</script></body></html>\n`,
    ].join('');
}
function markup(child) {
    return (0,dist/* renderToString */.F0)((0,preact.h)(preact/* Fragment */.FK, null, child));
}
function head(report, policy) {
    const title = `${verdictTitles[report.verdict.word]} · ${scopeName(report)} · soteri-gate`;
    return [
        (0,preact.h)('meta', { charset: 'utf-8' }),
        (0,preact.h)('meta', { 'http-equiv': 'Content-Security-Policy', content: policy }),
        (0,preact.h)('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
        (0,preact.h)('meta', { name: 'color-scheme', content: 'light dark' }),
        (0,preact.h)('meta', { name: 'referrer', content: 'no-referrer' }),
        (0,preact.h)('meta', { name: 'generator', content: `${report.tool.name} ${report.tool.version}` }),
        (0,preact.h)('title', null, title),
    ];
}
function body(report, history, payload) {
    const { word, error } = report.verdict;
    return (0,preact.h)('body', { class: word }, (0,preact.h)('a', { class: 'skip', href: '#findings' }, 'Skip to the findings'), pageHeader(report), (0,preact.h)('main', null, error !== null && errorPanel(error, errors/* errorCatalogue */.OP[error.code].meaning), violatedThresholds(report), fixFirst(report), findingsSection(report, payload), picturesSection(report, history), heatSection(report), keptThresholds(report), evidenceSection(report)), pageFooter(report));
}
function pageFooter({ tool, runUrl }) {
    const link = runUrl !== null &&
        /^https?:\/\//i.test(runUrl) &&
        (0,preact.h)('p', null, (0,preact.h)('a', { href: runUrl, rel: 'noopener noreferrer' }, 'The run that wrote this page'));
    return (0,preact.h)('footer', null, (0,preact.h)('p', null, `${tool.name} ${tool.version}`), link);
}
/** `'sha256-…'` over the UTF-8 bytes of an inline script or style (CSP level 2). */
async function cspHash(text) {
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
    return `'sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}'`;
}
async function contentSecurityPolicy(script, style) {
    return [
        "default-src 'none'",
        `script-src ${await cspHash(script)}`,
        `style-src ${await cspHash(style)}`,
        "base-uri 'none'",
        "form-action 'none'",
    ].join('; ');
}
/** JSON for a `<script type="application/json">`: nothing in it can end the element or start a comment. */
function inlineJson(value) {
    return (0,report_escape/* jsonText */.s$)(value).replace(/[<>&]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`);
}
const verdictTitles = {
    pass: 'Passed',
    warn: 'Warning',
    fail: 'Failed',
    error: 'Error',
};
/** `PROJ/repo`, or the number of targets. */
function scopeName(report) {
    const [first] = report.targets;
    if (first === undefined)
        return report.operation;
    return report.targets.length === 1 ? (0,lib_text/* escapeInvisible */.ts)(first) : `${(0,lib_text/* count */.U9)(report.targets.length)} targets`;
}
function pageHeader(report) {
    const { word, exitCode } = report.verdict;
    return (0,preact.h)('header', { class: `verdict ${word}` }, (0,preact.h)('div', { class: 'bar' }, (0,preact.h)('p', { class: 'brand' }, (0,preact.h)('b', null, 'soteri-gate'), ` ${report.operation}`), (0,preact.h)('p', { class: 'scope', title: (0,lib_text/* escapeInvisible */.ts)(report.targets.join(', ')) }, (0,report_escape/* shorten */.ml)(scopeName(report), 60)), (0,preact.h)('button', { type: 'button', id: 'theme', hidden: true }, 'Dark')), (0,preact.h)('div', { class: 'banner' }, verdictIcon(word), (0,preact.h)('div', null, (0,preact.h)('h1', null, verdictTitles[word]), (0,preact.h)('p', { class: 'why' }, whySentence(report)), ...(report.verdict.error === null ? (0,model/* changeLines */.Ow)(report) : []).map((line) => (0,preact.h)('p', { class: 'facts' }, prose(line))), (0,preact.h)('p', { class: 'facts' }, [...runFacts(report), `exit code ${exitCode}`].join(' · ')))), keyNumbers(report));
}
/** The sentence of the verdict without its word, which is the headline; of an error, the first line. */
function whySentence({ verdict }) {
    if (verdict.error !== null)
        return prose(verdict.error.message.split('\n', 1)[0] ?? '');
    const why = verdict.sentence.replace(/^\w+: /, '');
    return prose(`${why.charAt(0).toUpperCase()}${why.slice(1)}${why.endsWith('.') ? '' : '.'}`);
}
function runFacts(report) {
    const { from, to } = report.period;
    return [
        utcTime(report.evidence.finishedAt),
        `mode ${report.mode}`,
        ...(from === null ? [] : [`scanned from ${utcTime(from)}`]),
        ...(to === null ? [] : [`scanned before ${utcTime(to)}`]),
    ];
}
/** Without an export, or after an error, a 0 would claim more than is known: then there are no numbers. */
function keyNumbers({ counts, verdict, evidence, hasBaseline }) {
    const proven = verdict.error === null && evidence.exports.length > 0;
    if (!proven && counts.total + counts.suppressed === 0)
        return null;
    return tiles('numbers', [
        ['findings', (0,lib_text/* count */.U9)(counts.total)],
        ['distinct', (0,lib_text/* count */.U9)(counts.distinct)],
        hasBaseline === false ? ['new: no baseline to compare with', '–'] : ['new', (0,lib_text/* count */.U9)(counts.new)],
        ['suppressed', (0,lib_text/* count */.U9)(counts.suppressed)],
    ]);
}
function errorPanel({ code, message, hint }, meaning) {
    const lines = message.split('\n');
    const item = (line) => (0,preact.h)('li', null, prose(line));
    return (0,preact.h)('section', { class: 'error-panel', 'aria-labelledby': 'error-title' }, (0,preact.h)('h2', { id: 'error-title' }, 'What went wrong ', (0,preact.h)('code', null, code)), definitions([
        ['What happened', lines.length === 1 ? prose(message) : (0,preact.h)('ul', null, lines.map(item))],
        ['What it means', prose(meaning)],
        ['What to do', prose(hint)],
    ]), (0,preact.h)('p', null, 'This run neither passed nor failed. Everything below may be incomplete.'));
}
/** Each verdict has its own outline, so that colour is never the only difference. */
const icons = {
    pass: ['M12 1.5a10.5 10.5 0 1 0 0 21 10.5 10.5 0 0 0 0-21Z', 'm7 12.4 3.4 3.4 6.8-7.4'],
    warn: ['M12 1.8 23 21.5H1Z', 'M12 9v6m0 2.6v.6'],
    fail: ['M7.6 1.5h8.8l6.1 6.1v8.8l-6.1 6.1H7.6l-6.1-6.1V7.6Z', 'm8.2 8.2 7.6 7.6m0-7.6-7.6 7.6'],
    error: ['M12 .8 23.2 12 12 23.2.8 12Z', 'M12 6.4v7m0 3.4v.6'],
};
function verdictIcon(word) {
    const [outline, mark] = icons[word];
    const hidden = { 'aria-hidden': 'true', focusable: 'false' };
    const round = { 'stroke-linecap': 'round', 'stroke-linejoin': 'round' };
    return (0,preact.h)('svg', { class: `icon ${word}`, viewBox: '0 0 24 24', width: 24, height: 24, ...hidden }, (0,preact.h)('path', { class: 'outline', d: outline, fill: 'currentColor' }), (0,preact.h)('path', { class: 'mark', d: mark, fill: 'none', stroke: '#fff', 'stroke-width': 2.4, ...round }));
}


/***/ })

};
